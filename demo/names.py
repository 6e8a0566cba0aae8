"""Names of the mix found in prisons in England and Wales. Held in capitals, as NOMIS does."""

from dataclasses import dataclass
from itertools import product
from random import Random


def _words(text: str) -> list[str]:
    return text.upper().split()


ENGLISH_MEN = _words("""
 Daniel James Thomas David Michael Paul Mark Andrew Lee Christopher Matthew Luke Ryan Jordan Liam Connor Kyle Scott Craig
 Stephen Steven Robert Richard John William Peter Kevin Gary Darren Wayne Dean Carl Shane Shaun Sean Jason Jamie Adam Ashley
 Aaron Ben Benjamin Jack Joshua Joseph Samuel Nathan Callum Harry George Charlie Alfie Oliver Lewis Louis Reece Bradley Brandon
 Anthony Tony Barry Brian Graham Keith Neil Nigel Simon Stuart Terry Trevor Philip Patrick Edward Alan Albert Arthur Frank
 Frederick Gareth Rhys Dylan Owen Geraint Huw Kieran Declan Brendan Eamon Niall Cormac Rory Martin Gavin Glen Ian Ross Russell
 Leon Marcus Jermaine Tyrone Dwayne Curtis Elliot Toby Zachary Kane Corey Jake Josh Max Theo Tyler Mason Finley Harvey""")
ENGLISH_WOMEN = _words("""
 Sarah Emma Claire Lisa Nicola Michelle Karen Julie Tracey Donna Kelly Stacey Leanne Gemma Kerry Rachel Rebecca Laura Hannah
 Jessica Chloe Charlotte Sophie Amy Lucy Katie Katherine Catherine Kathryn Elizabeth Margaret Patricia Susan Linda Jane Joanne
 Louise Helen Angela Maria Natalie Natasha Danielle Samantha Stephanie Victoria Zoe Abigail Bethany Megan Courtney Paige Jade
 Shannon Siobhan Niamh Aoife Ffion Sian Carys Bronwen Rhiannon Toni Demi Ellie Georgia Holly Imogen Jasmine Keeley Lauren Molly
 Naomi Olivia Poppy Roxanne Sadie Tanya Yvonne Denise Dawn Debbie Carol Beverley Anne Alison Amanda Andrea Christine""")
SOUTH_ASIAN_MEN = _words("""
 Mohammed Mohammad Muhammad Mohamed Ahmed Ahmad Ali Hassan Hussain Hussein Imran Asif Usman Adnan Bilal Faisal Hamza Haroon
 Ibrahim Ismail Kamran Khalid Nadeem Naveed Omar Rashid Saeed Shahid Tariq Wasim Yasin Yusuf Zahid Zubair Abdul Amir Arif Aziz
 Harpreet Gurpreet Jaspal Manjit Rajesh Sanjay Vijay Amit Anil Ravi Sunil Kuldeep Balwinder""")
SOUTH_ASIAN_WOMEN = _words("""
 Aisha Fatima Zainab Khadija Saima Shazia Nasreen Rukhsana Samina Farah Sana Hina Iqra Maryam Noor Parveen Harpreet Jaspreet
 Manpreet Priya Anita Sunita Kavita Meena Rani Shabnam Yasmin""")
AFRICAN_MEN = _words("""
 Emmanuel Samuel Daniel Kwame Kofi Kwabena Yaw Chinedu Emeka Ikenna Obinna Tunde Femi Segun Babatunde Olumide Ayodele Kelechi
 Abdi Abdullahi Mohamed Yusuf Ismail Hassan Omar Ahmed Mahad Liban Jermaine Dwayne Delroy Winston Leroy Marlon Tyrone Jerome
 Malachi Isaiah Elijah Nathaniel Jayden Kadeem Tendai Tafadzwa Blessing""")
AFRICAN_WOMEN = _words("""
 Grace Blessing Mercy Abena Akua Ama Efua Chioma Ngozi Ifeoma Amaka Folake Bukola Temitope Amina Hodan Sahra Fadumo Shanice
 Latoya Keisha Chantelle Monique Tanisha Beverley Precious""")
EASTERN_MEN = _words("""
 Piotr Krzysztof Andrzej Tomasz Pawel Jan Michal Marcin Jakub Lukasz Mateusz Kamil Dawid Grzegorz Marek Rafal Adrian Ionut
 Alexandru Andrei Florin Gheorghe Marian Mihai Nicolae Radu Vasile Constantin Ardit Besnik Dritan Elton Genti Ilir Klajdi Erion
 Tomas Jonas Mindaugas Darius Vytautas Aleksandr Dmitri Viktor Nguyen Minh Tuan Hung Duc""")
EASTERN_WOMEN = _words("""
 Anna Katarzyna Malgorzata Agnieszka Barbara Ewa Magdalena Monika Joanna Elena Ioana Maria Andreea Mihaela Cristina Gabriela
 Daniela Simona Lina Rasa Ruta Olga Svetlana Irina Thi Linh Huong""")

COMMON_ENGLISH = _words("""
 Smith Jones Williams Taylor Brown Davies Evans Wilson Thomas Roberts Johnson Lewis Walker Robinson Wood Thompson White Watson
 Jackson Wright Green Harris Cooper King Lee Martin Clarke James Morgan Hughes Edwards Hill Moore Clark Harrison Scott Young
 Morris Hall Ward Turner Carter Phillips Mitchell Patel Adams Campbell Anderson Allen Cook Bailey Parker Miller Davis Murphy
 Price Bell Baker Griffiths Kelly Simpson Marshall Collins Bennett Cox Richardson Fox Gray Rose Chapman Hunt Robertson Shaw
 Reynolds Lloyd Ellis Richards Russell Wilkinson Khan Graham Stewart Reid Murray Powell Palmer Holmes Rogers Stevens Walsh
 Hunter Thomson Matthews Ross Owen Mason Knight Kennedy Butler Saunders Cole Pearce Dean Foster Harvey Hudson Gibson Mills Berry
 Barnes Pearson Kaur Booth Dixon Grant Gordon Lane Harper Ali Hart Mcdonald Brooks Ryan Carr Macdonald Hamilton Johnston West
 Gill Dawson Armstrong Gardner Stone Andrews Williamson Barker George Fisher Cunningham Watts Webb Lawrence Bradley Jenkins
 Wells Chambers Spencer Poole Atkinson Lawson Day Woods Rees Fraser Black Fletcher Hussain Willis Marsh Ahmed Doyle Lowe Burns
 Hopkins Nicholson Parry Newman Jordan Henderson Howard Barrett Burton Riley Porter Byrne Houghton John Perry Baxter Ball Mccarthy
 Elliott Burke Gallagher Duncan Cooke Austin Read Wallace Hawkins Hayes Francis Sutton Davison Sharp Holland Moss May Bates Morrison
 Kemp Dale Ford Gilbert Nash Peacock Frost Swift Crow Winter Summers Lovell Loveridge Boswell Smyth Smythe Clarkson""")
_STEMS = _words("""
 Ash Brad Haw Wal Hart Thorn Whit Black Bex Cald Den El Fair Gold Har Hol Kirk Lang Mid New Oak Pem Rad Ship Stan Sut Wake
 West Win Wood Cran Dun Hal Lin Mar Nor Pres Rock Shel Stock Thur Welling""")
_ENDINGS = _words("ley ford ton well by worth field ham combe bridge shaw wick stead hurst more land gate croft man")
_IRISH = [
    "O'" + w
    for w in _words("""
 Brien Connor Neill Reilly Sullivan Donnell Hara Keefe Leary Rourke Shea Toole Dowd Grady Hagan Kane Malley Mahony""")
] + [
    "MC" + w
    for w in _words("""
 Carthy Donagh Kenna Grath Guire Cann Cabe Allister Alpine Bride Clean Coy Dermott Elroy Farlane Govern Hugh Intyre Kay
 Lean Loughlin Mahon Manus Nally Namara Nulty Quaid Shane Sweeney Tavish Veigh""")
]
_SOUTH_ASIAN = _words("""
 Khan Hussain Ahmed Ali Patel Singh Begum Akhtar Shah Malik Iqbal Mahmood Mohammed Rahman Uddin Miah Chowdhury Islam Hassan
 Hussein Mirza Qureshi Butt Bhatti Chaudhry Sheikh Siddiqui Ansari Raza Rashid Sharma Kumar Sandhu Dhillon Gill Grewal Sidhu Bains
 Kaur Choudhury Aslam Javed Yousaf Zaman Rafiq Sadiq Saleem""")
_AFRICAN = _words("""
 Mensah Boateng Owusu Asante Appiah Okafor Okonkwo Eze Nwosu Adeyemi Ogunleye Balogun Adebayo Oyelaran Afolabi Bello Musa
 Mohamed Abdi Hassan Ali Farah Warsame Osman Jama Ahmed Campbell Brown Williams Grant Clarke Francis Bailey Gordon Morgan Reid
 Henry Joseph Charles Pierre Moyo Ncube Dube Sibanda Kamara Sesay Conteh Obeng Danquah Osei Agyeman Obi Nnamdi""")
_EASTERN = _words("""
 Nowak Kowalski Wisniewski Wojcik Kowalczyk Kaminski Lewandowski Zielinski Szymanski Wozniak Dabrowski Kozlowski Jankowski
 Mazur Krawczyk Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Hoxha Shehu Gjoka Prifti Kola Dervishi Leka
 Kazlauskas Petrauskas Jankauskas Ivanov Petrov Sidorov Nguyen Tran Pham Hoang Vu Rodríguez García Fernández Müller Łukasiewicz""")
ENGLISH_LAST = COMMON_ENGLISH + [s + e for s, e in product(_STEMS, _ENDINGS)]
DOUBLE = [f"{a}-{b}" for a, b in product(COMMON_ENGLISH[3:30:3], COMMON_ENGLISH[40:70:3])] + [
    "VAN DER BERG",
    "DE SOUZA",
    "DA SILVA",
    "AL HASSAN",
    "EL AMIN",
    "SMITH-DOE",
    "BLATHERINGTON-SMYTHE",
    "ST JOHN",
]


@dataclass(frozen=True, slots=True)
class Heritage:
    """A group of names with the ethnicity, nationality, religion and language that go with them."""

    weight: int
    men: list[str]
    women: list[str]
    last: list[str]
    ethnicities: list[str]
    nationalities: list[str]
    religions: list[str]
    language: str


HERITAGES = [
    Heritage(
        66,
        ENGLISH_MEN,
        ENGLISH_WOMEN,
        ENGLISH_LAST,
        ["W1"] * 18 + ["M1", "W9"],
        ["BRIT"],
        ["NIL", "NIL", "NIL", "COFE", "RC", "CHRST", "OTH"],
        "ENG",
    ),
    Heritage(5, ENGLISH_MEN, ENGLISH_WOMEN, _IRISH, ["W2", "W3", "W1"], ["IRISH", "BRIT"], ["RC", "RC", "NIL"], "ENG"),
    Heritage(
        9,
        SOUTH_ASIAN_MEN,
        SOUTH_ASIAN_WOMEN,
        _SOUTH_ASIAN,
        ["A2", "A2", "A1", "A3", "A9"],
        ["BRIT", "BRIT", "BRIT", "PAKN", "INDI", "BANGL"],
        ["MOS", "MOS", "MOS", "SIKH", "HIND"],
        "ENG",
    ),
    Heritage(
        11,
        AFRICAN_MEN,
        AFRICAN_WOMEN,
        _AFRICAN,
        ["B1", "B2", "B2", "B9", "M1", "M2"],
        ["BRIT", "BRIT", "BRIT", "JAM", "NIGERIA", "GHAN", "SOMA"],
        ["CHRST", "MOS", "PENT", "NIL"],
        "ENG",
    ),
    Heritage(
        7,
        EASTERN_MEN,
        EASTERN_WOMEN,
        _EASTERN,
        ["W9", "W9", "O9"],
        ["POLE", "ROMA", "ALBA", "LITHU", "VIET"],
        ["RC", "ORTH", "NIL", "BUDD"],
        "POL",
    ),
    Heritage(2, ENGLISH_MEN, ENGLISH_WOMEN, DOUBLE, ["W1", "M9"], ["BRIT"], ["NIL", "COFE"], "ENG"),
]
_WEIGHTS = [heritage.weight for heritage in HERITAGES]


def heritage(chance: Random) -> Heritage:
    """A heritage by its share."""
    return chance.choices(HERITAGES, _WEIGHTS)[0]


def pick(chance: Random, names: list[str]) -> str:
    """A name, the first of a list much more often than the last, as names fall in life."""
    return names[int(len(names) * chance.random() ** 2.2)]
