"""The six plans of Atlas as they stood when work began, in text.

A line is `key  name  duration  predecessors  people`, two or more spaces apart; a line with a name alone is a
summary, indentation is the outline. Predecessors name keys of any of the six plans: `model FS+30d` (finish
to start when the type is left out); `from 2026-03-16` is "start no earlier than". People may carry a share,
`Nair 50%`. What became of these plans is told in `story.py`.
"""

from __future__ import annotations

PLATFORM = """
Landing zone
  accounts     Account structure and guardrails  20d   from 2026-02-02                   Nair
  hub          Network hub and first link        30d   accounts SS+10d                   Ferri
  identity     Identity and single sign-on       25d   accounts                          Suzuki
  landing      Landing-zone build                40d   hub; identity                     Nair; Suzuki 50%
  guardtest    Guardrail test                    10d   landing SS+30d                    Suzuki 50%
  handover     Landing-zone handover             20d   landing; guardtest                Nair
  accepted     Landing zone accepted             0d    handover                          Weber
Operations
  observe      Observability                     30d   landing                           Suzuki
  secrets      Secrets and key management        25d   landing                           Nair 50%
  backup       Backup service                    20d   secrets                           Suzuki 50%
  patching     Patch pipeline                    25d   accepted                          Nair 50%
  oncall       On-call rota and playbooks        20d   observe                           Suzuki 50%
  costs        Cost tags and budgets             15d   accepted                          Weber 50%
  opsready     Operations ready                  0d    patching; oncall; costs           Weber
Environments
  enva         Test environment A                20d   landing                           Nair 50%
  envb         Test environment B                25d   enva; backup                      Suzuki 50%
  prodenv      Production environment            30d   accepted; envb                    Nair
  link2        Second data-centre link           45d   hub FS+60d                        Ferri
  failover     Failover exercise                 10d   link2; prodenv                    Ferri; Suzuki 50%
  keydrill     Key rotation drill                10d   secrets FS+65d                    Nair
  restore      Backup restore test               15d   prodenv FS+5d                     Suzuki
  capacity     Capacity and scaling rules        20d   prodenv                           Nair 50%
  perfbase     Performance baseline              15d   capacity                          Suzuki 50%
Hand over to operations
  runbooks     Platform runbooks                 10d   failover; restore                 Weber 50%
  training     Operator training                 10d   runbooks                          Weber
  platdone     Platform foundation complete      0d    training; perfbase; keydrill      Weber
"""

LEDGER = """
Design and build
  model        Ledger model and accounts         95d   from 2026-03-16                   Petrova
  engine       Posting engine set-up             70d   model SS+65d                      Zieliński
  api          Corelane posting API              60d   from 2026-06-29                   Corelane
  loader       Balance loader                    45d   model FS+10d                      Osei
  interest     Interest history converter        25d   model FS+30d                      Petrova
  recon        Reconciliation rules              20d   engine                            Haddad
  posttest     Posting integration test          5d    loader; api; engine FS+5d         Zieliński
  built        Ledger build complete             0d    posttest                          Dvořák
Rehearse
  trial1       Trial migration 1                 15d   built; interest; envb             Martin
  recon1       Reconcile trial 1                 5d    trial1; recon                     Haddad
  fix1         Fix and retest 1                  15d   recon1                            Osei
  trial2       Trial migration 2                 15d   fix1; prodenv                     Martin
  volume       Volume and speed test             20d   trial2 SS+5d; perfbase            Suzuki
  fix2         Fix and retest 2                  15d   trial2                            Osei
  dress        Dress rehearsal                   20d   fix2 FS+3d; volume; pentest       Dvořák
Cut over
  runbook      Cut-over runbook                  100d  from 2026-10-01                   Reyes
  ready        Readiness checks                  10d   dress FS+2d; runbook; portalok; reportsok  Dvořák
  gonogo       Go/no-go                          0d    ready FS+3d; noobjection; trained  Solberg
  sync         Final data sync                   4d    gonogo                            Martin
  golive       Go-live                           0d    sync FS+1d                        Solberg
"""

PORTAL = """
Design
  research     Customer research                 25d   from 2026-04-06                   Chen
  journeys     Service journeys                  20d   research                          Chen
  concept      Visual concept                    20d   journeys SS+10d                   Chen
  access       Accessibility review              10d   concept                           Chen 50%
  signoff      Design signed off                 0d    journeys; access                  Lindqvist
Build
  shell        Portal frame and sign-in          20d   signoff; identity                 Byrne
  accview      Accounts and balances             25d   shell; model                      Byrne
  payments     Payments                          40d   shell                             Nyman
  limits       Instant-payment limits            10d   payments                          Nyman
  cards        Cards and card controls           25d   accview                           Byrne
  statement    Statement service                 35d   shell; engine SS+20d              Nyman 50%
  alerts       Alerts and messages               18d   cards                             Byrne 50%
  search       Search and archive                20d   statement                         Nyman 50%
  consent      Consent and data rights           15d   shell FS+20d                      Nyman 50%
  content      Help and content                  40d   signoff FS+20d                    Chen 50%
  built2       Portal build complete             0d    limits; alerts; search; consent; content  Lindqvist
Test
  systest      System test                       20d   built2; enva                      Byrne; Nyman
  loadtest     Load test                         10d   systest SS+10d                    Nyman
  usability    Usability rounds                  15d   cards; payments                   Chen
  fixes        Fix and retest                    15d   systest; loadtest; usability      Byrne; Nyman
Pilot
  pilot        Portal pilot with 500 staff       0d    fixes                             Lindqvist
  pilotrun     Pilot run                         15d   pilot                             Lindqvist; Chen 50%
  pilotfix     Pilot findings                    10d   pilotrun                          Byrne
  portalok     Portal accepted                   0d    pilotfix                          Lindqvist
"""

REPORTING = """
Foundations
  inventory    Report inventory                  25d   from 2026-04-13                   Brandt
  sources      Source mapping                    30d   inventory                         Haugen
  lake         Data platform on the landing zone  40d   landing; inventory                Haugen
  lineage      Lineage and quality rules         30d   sources                           Brandt
  repaccess    Access model for reports          15d   lake; secrets                     Haugen 50%
Regulatory
  regmap1      Regulatory mapping, part 1        30d   model; sources                    Brandt
  regmap2      Regulatory mapping, part 2        30d   regmap1; interest SS+5d           Brandt
  regbuild     Regulatory reports                40d   regmap1; lake                     Haugen
  regtest      Parallel run with the old reports  20d   regbuild; regmap2; trial1         Menon 50%; Brandt
  regok        Regulatory reports accepted       0d    regtest                           Menon
Management
  finrep       Finance reports                   35d   lake; regmap1 SS+10d              Haugen 50%
  riskrep      Risk reports                      30d   finrep SS+15d                     Haugen 50%
  branchrep    Branch dashboards                 30d   lineage FS+20d                    Brandt 50%
  selfserv     Self-service models               25d   finrep                            Haugen 50%
  reptrain     Report user training              10d   branchrep; selfserv               Menon
History
  archive      Archive of old postings           40d   lake FS+20d                       Haugen 50%
  histload     History load                      25d   archive; interest                 Haugen 50%
  histcheck    History reconciled                10d   histload; trial1                  Brandt
  decom        Old report servers off            15d   regtest FS+30d                    Menon 50%
  reportsok    Reporting ready for cut-over      0d    regok; riskrep; reptrain; histcheck; decom  Menon
"""

SECURITY = """
Framework
  controls     Control framework                 30d   from 2026-02-16                   Nowak
  threat       Threat model                      20d   controls                          Adeyemi
  policy       Cloud security policy             25d   controls                          Nowak 50%
  roles        Roles and access review           30d   threat; identity                  Adeyemi 50%
Outsourcing
  dossier      Outsourcing dossier               60d   controls FS+10d                   Nowak
  legal        Contract and exit terms           65d   policy                            Nowak 50%
  filed        Outsourcing dossier filed         0d    dossier; legal                    Nowak
  questions    Regulator's questions             65d   filed                             Nowak
  premeet      Regulator's pre-meeting           0d    filed FS+45d                      Nowak
  noobjection  Regulator has no objection        0d    questions FS+32d; premeet         Nowak
Protection
  logging      Security logging                  30d   landing                           Adeyemi
  detect       Detection rules                   30d   logging                           Adeyemi
  encrypt      Encryption of ledger data         25d   secrets; model                    Adeyemi 50%
  dataloss     Data-loss controls                20d   detect                            Adeyemi
  incident     Incident playbooks                15d   detect; oncall                    Nowak 50%
  vendorsec    Vendor security review            30d   api SS+20d                        Nowak 50%
Assurance
  pentest1     Penetration test, portal          15d   systest SS+10d                    Adeyemi
  pentest      Penetration test, ledger          15d   built FS+20d; encrypt             Adeyemi
  findings     Findings closed                   20d   pentest; pentest1                 Adeyemi 50%
  audit        Internal audit                    20d   findings                          Nowak
  attest       Security attestation              0d    audit; incident; dataloss; vendorsec; roles  Nowak
"""

CHANGE = """
Prepare
  impact       Change impact by branch           30d   from 2026-06-01                   Dubois
  champions    Change network                    40d   impact SS+15d                     Dubois 50%
  messages     Messages and channels             25d   impact                            Tanaka
  plan         Training plan                     20d   impact                            Dubois
  seats        Training seats booked             15d   plan                              Tanaka 50%
Material
  guides       Guides for branches               50d   plan; accview SS+10d              Tanaka
  elearn       E-learning                        45d   guides SS+20d                     Tanaka
  sandbox      Training environment              20d   enva; built                       Dubois 50%
  coach        Coach training                    15d   guides; sandbox                   Dubois
Train
  wave0        Pilot branches                    15d   coach; seats                      Dubois; Tanaka 50%
  wave1        Training wave 1                   15d   wave0; elearn                     Dubois
  wave2        Training wave 2                   15d   wave1                             Dubois
  support      Support desk ready                30d   wave0                             Tanaka 50%
  trained      Branches trained                  0d    wave2; support                    Dubois
Go live
  announce     Customer announcement             10d   gonogo SS-10d                     Tanaka
  floor        Floor walkers                     20d   golive                            Dubois
  hyper        Hypercare                         40d   golive                            Reyes
  survey       Adoption survey                   15d   floor                             Tanaka
  lessons      Lessons and hand-over             5d    hyper; survey                     Reyes
  closed       Hypercare closed                  0d    lessons                           Dubois
"""
