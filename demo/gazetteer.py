"""Towns and counties of the demo's addresses, with codes of the demo's own making: the real lists come from NOMIS."""

import re
from dataclasses import dataclass
from random import Random

_ENGLAND = """
Bedfordshire: Bedford MK, Luton LU, Dunstable LU, Leighton Buzzard LU, Biggleswade SG
Berkshire: Reading RG, Slough SL, Bracknell RG, Maidenhead SL, Newbury RG, Windsor SL, Wokingham RG
Bristol: Bristol BS
Buckinghamshire: Aylesbury HP, High Wycombe HP, Milton Keynes MK, Bletchley MK, Amersham HP
Cambridgeshire: Cambridge CB, Peterborough PE, Ely CB, Huntingdon PE, Wisbech PE, March PE
Cheshire: Chester CH, Crewe CW, Macclesfield SK, Warrington WA, Runcorn WA, Widnes WA, Northwich CW, Winsford CW
City of London: London EC
Cornwall: Truro TR, Falmouth TR, Penzance TR, Newquay TR, St Austell PL, Bodmin PL
Cumbria: Carlisle CA, Barrow in Furness LA, Kendal LA, Workington CA, Whitehaven CA, Penrith CA
Derbyshire: Derby DE, Chesterfield S, Buxton SK, Glossop SK, Ilkeston DE, Swadlincote DE, Long Eaton NG
Devon: Exeter EX, Plymouth PL, Torquay TQ, Paignton TQ, Barnstaple EX, Newton Abbot TQ, Tiverton EX
Dorset: Bournemouth BH, Poole BH, Weymouth DT, Dorchester DT, Christchurch BH
Durham: Durham DH, Darlington DL, Hartlepool TS, Stockton on Tees TS, Bishop Auckland DL, Consett DH, Peterlee SR
East Riding of Yorkshire: Hull HU, Beverley HU, Bridlington YO, Goole DN, Hessle HU, Driffield YO
East Sussex: Brighton BN, Hastings TN, Eastbourne BN, Hove BN, Lewes BN, Bexhill TN
Essex: Basildon SS, Chelmsford CM, Colchester CO, Harlow CM, Southend on Sea SS, Grays RM, Clacton on Sea CO, Braintree CM
Gloucestershire: Gloucester GL, Cheltenham GL, Stroud GL, Cirencester GL, Tewkesbury GL
Greater London: Croydon CR, Barnet EN, Bexley DA, Brent HA, Bromley BR, Enfield EN, Hackney E, Harrow HA, Ilford IG,
 Kingston upon Thames KT, Lewisham SE, Newham E, Romford RM, Southall UB, Stratford E, Sutton SM, Tottenham N, Uxbridge UB
Greater Manchester: Manchester M, Salford M, Bolton BL, Bury BL, Oldham OL, Rochdale OL, Stockport SK, Wigan WN, Leigh WN,
 Ashton under Lyne OL, Altrincham WA, Sale M
Hampshire: Southampton SO, Portsmouth PO, Basingstoke RG, Winchester SO, Andover SP, Gosport PO, Fareham PO, Aldershot GU
Herefordshire: Hereford HR, Leominster HR, Ledbury HR
Hertfordshire: Watford WD, St Albans AL, Stevenage SG, Hemel Hempstead HP, Hatfield AL, Welwyn Garden City AL
Isle of Wight: Ryde PO, Cowes PO, Sandown PO
Kent: Maidstone ME, Canterbury CT, Dover CT, Folkestone CT, Margate CT, Gillingham ME, Chatham ME, Dartford DA, Gravesend DA
Lancashire: Preston PR, Blackburn BB, Blackpool FY, Burnley BB, Lancaster LA, Morecambe LA, Chorley PR, Accrington BB, Leyland PR
Leicestershire: Leicester LE, Loughborough LE, Hinckley LE, Melton Mowbray LE, Coalville LE
Lincolnshire: Lincoln LN, Grimsby DN, Scunthorpe DN, Boston PE, Grantham NG, Skegness PE, Gainsborough DN, Cleethorpes DN
Merseyside: Liverpool L, Birkenhead CH, Bootle L, St Helens WA, Southport PR, Kirkby L, Huyton L, Wallasey CH
Norfolk: Norwich NR, Great Yarmouth NR, Kings Lynn PE, Thetford IP, Cromer NR
North Yorkshire: York YO, Harrogate HG, Scarborough YO, Middlesbrough TS, Redcar TS, Selby YO, Skipton BD, Whitby YO
Northamptonshire: Northampton NN, Kettering NN, Corby NN, Wellingborough NN, Daventry NN
Northumberland: Ashington NE, Blyth NE, Morpeth NE, Cramlington NE, Hexham NE
Nottinghamshire: Nottingham NG, Mansfield NG, Worksop S, Newark NG, Retford DN, Hucknall NG
Oxfordshire: Oxford OX, Banbury OX, Bicester OX, Didcot OX, Witney OX
Rutland: Oakham LE, Uppingham LE
Shropshire: Shrewsbury SY, Telford TF, Oswestry SY, Bridgnorth WV
Somerset: Taunton TA, Bath BA, Yeovil BA, Weston super Mare BS, Bridgwater TA
South Yorkshire: Sheffield S, Doncaster DN, Rotherham S, Barnsley S, Mexborough S, Thorne DN, Wath upon Dearne S
Staffordshire: Stafford ST, Stoke on Trent ST, Burton upon Trent DE, Tamworth B, Cannock WS, Lichfield WS
Suffolk: Ipswich IP, Lowestoft NR, Bury St Edmunds IP, Haverhill CB, Felixstowe IP
Surrey: Guildford GU, Woking GU, Redhill RH, Camberley GU, Staines TW, Epsom KT
Tyne and Wear: Newcastle upon Tyne NE, Sunderland SR, Gateshead NE, South Shields NE, North Shields NE, Wallsend NE
Warwickshire: Coventry CV, Nuneaton CV, Rugby CV, Leamington Spa CV, Stratford upon Avon CV, Bedworth CV
West Midlands: Birmingham B, Wolverhampton WV, Walsall WS, Dudley DY, West Bromwich B, Solihull B, Smethwick B
West Sussex: Crawley RH, Worthing BN, Bognor Regis PO, Horsham RH, Littlehampton BN
West Yorkshire: Leeds LS, Bradford BD, Wakefield WF, Huddersfield HD, Halifax HX, Dewsbury WF, Batley WF, Keighley BD,
 Castleford WF, Pontefract WF, Morley LS, Pudsey LS
Wiltshire: Swindon SN, Salisbury SP, Trowbridge BA, Chippenham SN, Devizes SN
Worcestershire: Worcester WR, Redditch B, Kidderminster DY, Bromsgrove B, Malvern WR"""
_WALES = """
Clwyd: Wrexham LL, Rhyl LL, Colwyn Bay LL, Flint CH, Mold CH
Dyfed: Carmarthen SA, Llanelli SA, Aberystwyth SY, Haverfordwest SA, Pembroke SA
Gwent: Newport NP, Cwmbran NP, Ebbw Vale NP, Pontypool NP, Caldicot NP
Gwynedd: Bangor LL, Caernarfon LL, Holyhead LL, Llandudno LL
Mid Glamorgan: Merthyr Tydfil CF, Bridgend CF, Pontypridd CF, Caerphilly CF, Aberdare CF
Powys: Newtown SY, Brecon LD, Welshpool SY
South Glamorgan: Cardiff CF, Barry CF, Penarth CF
West Glamorgan: Swansea SA, Neath SA, Port Talbot SA"""
_STREETS = """
Alma Albert Ash Back Beech Bridge Cambridge Canal Castle Cavendish Chapel Cherry Church Clarence Clifton Cromwell Elm
Ferncliffe Garden George Glebe Grange Grosvenor Harehills Hawthorn Headingley High Hyde Kings Kirkgate Lady Lancaster Laurel
Lime Lower London Manor Market Meadow Mill Moor Moss New North Oak Orchard Oxford Park Poplar Princess Quarry Queens Railway
Richmond River Rowan Salisbury School Selby South Spring Station Stoney Sycamore Temple Thornhill Union Upper Vicarage Victoria
Waterloo Wellington West Whitehall William Windsor Wood York"""
STREETS = _STREETS.split()
KINDS_OF_STREET = ["Road", "Road", "Street", "Street", "Avenue", "Lane", "Close", "Drive", "Terrace", "Grove", "Court"]


@dataclass(frozen=True, slots=True)
class Town:
    """A place with a post town's postcode area."""

    code: str
    name: str
    county: str
    country: str
    area: str


def _code(name: str) -> str:
    return re.sub(r"[^A-Z]", "", name.upper())[:12]


def _read(text: str, country: str) -> tuple[dict[str, str], list[Town]]:
    counties: dict[str, str] = {}
    towns = []
    for line in text.strip().replace(",\n ", ", ").splitlines():
        county, names = line.split(": ")
        counties[_code(county)] = county
        for part in names.split(", "):
            name, area = part.rsplit(" ", 1)
            towns.append(Town(_code(name), name, _code(county), country, area))
    return counties, towns


_english, _in_england = _read(_ENGLAND, "ENG")
_welsh, _in_wales = _read(_WALES, "WALES")
COUNTIES: dict[str, str] = {**_english, **_welsh}
"""Code to name of every county of England and Wales."""
TOWNS: list[Town] = _in_england + _in_wales
_NEAR = [town for town in TOWNS if town.county in ("WESTYORKSHIR", "SOUTHYORKSHI", "GREATERMANCH", "NORTHYORKSHI")]


def town(chance: Random) -> Town:
    """Most live near the demo's prisons, the others anywhere."""
    return chance.choice(_NEAR if chance.random() < 0.6 else TOWNS)


def street(chance: Random) -> str:
    return f"{chance.choice(STREETS)} {chance.choice(KINDS_OF_STREET)}"


def postcode(chance: Random, place: Town) -> str:
    """A postcode of the town's area, of the right form."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    unit = f"{chance.choice(letters)}{chance.choice(letters)}"
    return f"{place.area}{chance.randrange(1, 20)} {chance.randrange(1, 10)}{unit}"
