// Improves pages that already work without it.
import { Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink, createAll } from "govuk-frontend";
import { choices } from "./choices.js";
import { drafts } from "./drafts.js";
import { following } from "./following.js";
import { listen } from "./live.js";
import { passkeys } from "./passkeys.js";
import { pending } from "./pending.js";

for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink]) {
  createAll(component);
}
for (const link of document.querySelectorAll("[data-print]")) {
  link.hidden = false;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    window.print();
  });
}
following();
choices();
drafts();
pending();
listen();
passkeys();
