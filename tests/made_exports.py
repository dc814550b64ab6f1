"""Exports of press databases, written in the formats of those databases."""

from __future__ import annotations

import io
import zipfile

NEXIS = """Download Request: Selected Items: 1-2
Time Of Request: Friday, March 20, 2020


                               1 of 2 DOCUMENTS



                                 Port Lennox Mail

                            January 11, 2020 Saturday
                                 Late Edition

Night ferry to stop before the spring; council blames
the price of fuel

BYLINE: By Ann Lee

SECTION: NEWS; Pg. 3

LENGTH: 61 words


The night ferry between Port Lennox and the islands will stop in March, the
harbour office said on Friday.

"Nobody wanted this," said its head, Tom Reed. The ferry had carried 40,000
people a year.

LOAD-DATE: January 12, 2020

LANGUAGE: ENGLISH

SUBJECT: FERRIES (91%); HARBOURS (78%)


                        Copyright 2020 Lennox Media Ltd
                              All Rights Reserved

                               2 of 2 DOCUMENTS



                                 Port Lennox Mail

                            January 13, 2020 Monday

Ferry talks resume

LENGTH: 20 words

Talks about the night ferry resumed on Monday, the harbour office said. They will go on until Friday.

LANGUAGE: ENGLISH
"""
PROQUEST = """John Doe sent you the following:

Email 1 of 2

Ferry talks resume

Author: Lee, Ann

Publication info: Port Lennox Mail ; Port Lennox. [Port Lennox]13 Jan 2020: A.2.

ProQuest document link

Abstract:

Talks resumed.

Full text:

Talks about the night ferry resumed on Monday, the harbour office said.

Subject: the word that Mr Reed avoided.

They will go on until Friday.

Subject: Ferries; Harbours

Publication title: Port Lennox Mail, Late Edition; Port Lennox

Pages: A.2

Publication date: Jan 1 3, 2020

Section: News; Local

Language of publication: English

ProQuest document ID: 123456789

Database: Island Dailies

Harbour office moves

Author: Anonymous

Full text:

The harbour office moves to Fish Street.

Publication title: Port Lennox Mail

Publication date: Jan 14, 2020

ProQuest document ID: 123456790

Database: Island Dailies
"""
FACTIVA = """Dow Jones Factiva                                Dow Jones


Fähre stellt den Betrieb ein
Von Anna Lehm
61 Wörter
11 Januar 2020
14:05
Küstenbote
KUEB
3
Deutsch
(c) 2020 Küstenbote

Die Nachtfähre fährt ab März nicht mehr, sagte das Hafenamt.

Sie hatte 40.000 Fahrgäste im Jahr.

Dokument KUEB000020200111eg1b0001x


Zusammenfassung der Suche
Text                 Fähre
"""
FACTIVA_PAGE = """<!DOCTYPE html><html><head><title>Factiva</title></head><body><div class="article frArticle"><table>
<tr><td><b>HD</b>&nbsp;</td><td><b class='frHeadline'>Le ferry s'arrête</b></td></tr>
<tr><td><b>WC</b>&nbsp;</td><td>61 mots</td></tr><tr><td><b>PD</b>&nbsp;</td><td>11 janvier 2020</td></tr>
<tr><td><b>SN</b>&nbsp;</td><td>Courrier des Îles</td></tr><tr><td><b>LA</b>&nbsp;</td><td>Français</td></tr>
<tr><td><p><b>LP</b>&nbsp;</p></td><td><p class="articleParagraph">Le ferry de nuit s'arrête en mars.</p></td></tr>
<tr><td><p><b>TD</b>&nbsp;</p></td><td><p>Le port l'a dit.</p></td></tr>
<tr><td><b>NS</b>&nbsp;</td><td>gtr : Transports | gpol : Politique</td></tr>
<tr><td><b>AN</b>&nbsp;</td><td>Document COUR000020200111eg1b0002y</td></tr></table></div></body></html>"""
FACTIVA_XML = """<?xml version="1.0"?><PPSResponse><r xmlns="http://global.factiva.com/pps/2.0"><ppsarticleResultSet count="1">
<ppsarticle><article><accessionNo>MAIL0001</accessionNo><baseLanguage>EN</baseLanguage><copyright>(c) 2020 Lennox</copyright>
<headline><paragraph>Ferry <hlt>talks</hlt> resume</paragraph></headline><leadParagraph>
Talks resumed on Monday,
the harbour office said.
    They go on until Friday.
</leadParagraph><publicationDate><date>2020-01-13</date></publicationDate><sourceName>Port Lennox Mail</sourceName>
<newsSubject><name>Ferries</name></newsSubject></article></ppsarticle></ppsarticleResultSet></r></PPSResponse>"""
EUROPRESSE = """<!DOCTYPE html><html><head><title></title></head><body><article><header>
<div><span class="DocPublicationName">Courrier des Îles, no. 12</span></div>
<div><span class="DocHeader">Économie, samedi 11 janvier 2020, p. 4</span></div>
<div class="titreArticle"><p class="titreArticleVisu">Le ferry s'arrête</p></div><div>Anne Lehm</div></header>
<section><div class="DocText"><p>Le ferry de nuit s'arrête en mars.</p><p>Le port l'a dit.</p></div></section>
<aside><b>Note(s) : </b></aside><footer><small>© 2020 Courrier. Tous droits réservés.</small>
<p>Numéro de document : news·20200111·CI·0001</p><div>news·20200111·CI·0001</div>
<div>Ce certificat est émis à <b>Bibliothèque</b></div></footer></article></body></html>"""


def word(*paragraphs: str) -> bytes:
    """Return a Word document with these paragraphs."""
    text = "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in paragraphs)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", f'<w:document xmlns:w="urn:w"><w:body>{text}</w:body></w:document>')
    return buffer.getvalue()
