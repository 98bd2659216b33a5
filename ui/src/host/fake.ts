// A server made of scenarios, for looking at every screen: `/?fake=<scenario>`. Development only.
import type { ActKind, ActView, FlowView, StartRequest, VisitView } from '../wire/types';
import {
  coachOf,
  contactsOf,
  guideOf,
  historyOf,
  kiosksOf,
  noticeOf,
  officeOf,
  salvageOf,
} from './fake-more';
import { CONTEXT } from './props';
import { actOf, HANDOFF, KIOSK_ORIGIN, SCENARIOS, flowOf, visitOf, type Scenario } from './scenarios';
import { Refused, Unreachable, type Api, type Host } from './types';
import { capabilityOf, saveFile } from './web';

const soon = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

function started(visit: VisitView, flow: FlowView) {
  return { visit: { ...visit, flow }, flow, go: { kind: 'show_qr' as const } };
}

/** The answers of one scenario; acts move it on in the most ordinary way. */
function fakeApi(scenario: Scenario): Api {
  let visit = scenario.visit ?? null;
  const set = (next: VisitView) => (visit = next);
  const flowNow = () => visit?.flow ?? flowOf({ stage: 'handing_back' });
  const refuse = () => {
    if (scenario.act) throw new Refused(scenario.act);
  };
  const start = async (request: StartRequest) => {
    refuse();
    const flow =
      request.way === 'other_device'
        ? { ...flowOf(SCENARIOS.qr!.visit!.flow!.stage), errand: request.errand, way: request.way }
        : {
            ...flowOf({
              stage: 'at_provider',
              since: soon(0),
              deadline: soon(600),
              resumable: true,
              opened_on: null,
            }),
            errand: request.errand,
            way: request.way,
          };
    const answer = started(visit ?? visitOf({}), flow);
    set(answer.visit);
    return answer;
  };
  const setAct = (act: ActView) => {
    set({ ...(visit ?? visitOf({})), act, proof: null });
    return act;
  };
  const ask = async (kind: ActKind) => {
    refuse();
    return setAct(actOf({ stage: 'waiting', not_before: soon(0), ahead: 0, cause: 'queue' }, kind));
  };
  const perform = async () => {
    refuse();
    const issued = SCENARIOS[visit?.act?.kind ?? 'pass']!.issued!;
    setAct(issued.act);
    return issued;
  };
  const frozen = (since: string | null) => {
    const link = visit?.link;
    return link?.state === 'linked' ? set({ ...visit!, link: { ...link, frozen_since: since } }) : set(visit!);
  };
  const variant = scenario.variant;
  const noFlow = async () => set({ ...(visit ?? visitOf({})), flow: null });
  return {
    context: async () => {
      if (scenario.unreachable) throw new Unreachable(scenario.unreachable);
      return scenario.variant === 'no-alumni' ? { ...CONTEXT, alumni: null } : CONTEXT;
    },
    visit: async () => visit,
    start,
    flow: async () => flowNow(),
    resume: async () => started(visit ?? visitOf({}), flowNow()),
    renew: async () => ({ ...flowNow(), stage: { ...flowNow().stage, expires_at: soon(180) } as FlowView['stage'] }),
    extend: async () =>
      ({ ...flowNow(), stage: { ...flowNow().stage, expires_at: soon(360), extendable: false } }) as FlowView,
    cancel: noFlow,
    dismiss: noFlow,
    digits: async (_id, digits) => {
      refuse();
      const stage = flowNow().stage;
      if (digits !== '123456' && stage.stage === 'confirming') {
        const tries_left = stage.tries_left - 1;
        set({ ...(visit ?? visitOf({})), flow: { ...flowNow(), stage: { ...stage, tries_left } } });
        throw new Refused({ ...SCENARIOS.refused!.refusal!, code: 'digits_wrong', tries_left });
      }
      return set(SCENARIOS.verified!.visit!);
    },
    keep: async () => set(SCENARIOS.verified!.visit!),
    handoff: async () => {
      refuse();
      return scenario.variant === 'kiosk' ? { ...HANDOFF, origin: KIOSK_ORIGIN } : HANDOFF;
    },
    acceptHandoff: async () => start({ errand: HANDOFF.errand, way: 'this_phone' }),
    declineHandoff: async () => undefined,
    link: async () => {
      refuse();
      return set(SCENARIOS.status!.visit!);
    },
    unlink: async () => {
      refuse();
      return set(visitOf({ link: { state: 'none', via: 'card' } }));
    },
    ask,
    act: async () => visit!.act!,
    perform,
    giveUp: async () => setAct({ ...visit!.act!, stage: SCENARIOS['act-refused']!.visit!.act!.stage }),
    coach: async () => coachOf(variant === 'safe'),
    contacts: async () => contactsOf(variant),
    openContacts: async () => contactsOf(undefined),
    addContact: async () => contactsOf('pending'),
    confirmContact: async () => contactsOf(undefined),
    forgetContact: async () => contactsOf('none'),
    removeContact: async () => contactsOf('none'),
    history: async () => historyOf(variant),
    notice: async () => noticeOf(variant),
    freezeByNotice: async () => noticeOf('frozen'),
    freeze: async () => frozen(soon(0)),
    unfreeze: async () => frozen(null),
    guide: async (answers) => guideOf(answers),
    salvage: async () => salvageOf(variant),
    salvageContact: async () => salvageOf('code'),
    confirmSalvageContact: async () => {
      const view = salvageOf('code');
      return { ...view, contact: { ...view.contact!, confirmed: true } };
    },
    applySalvage: async () => salvageOf('applied'),
    office: async () => officeOf(variant),
    decideCase: async () => officeOf('none'),
    kiosks: async () => kiosksOf(variant),
    inviteKiosk: async () => {
      refuse();
      return { code: '3ACDEFGY', expires_at: soon(600), list: kiosksOf(variant) };
    },
    revokeKiosk: async () => kiosksOf('none'),
    alumni: async () => ({ url: 'https://example.ac.jp/join', statement: 'practice', expires_at: soon(300) }),
    endVisit: async () => {
      visit = null;
    },
  };
}

/** What a scenario shows that no answer of the server could bring. */
export const issuedIn = (name: string) => SCENARIOS[name]?.issued ?? null;

/** `variant` takes the place of the scenario's own. */
export function fakeHost(name: string, variant?: string): Host {
  const code = name.startsWith('refused-') ? name.slice('refused-'.length) : null;
  const base = SCENARIOS[code === null ? name : 'refused'] ?? {};
  const query = new URLSearchParams(location.search);
  const refused = code ?? query.get('code');
  const scenario: Scenario =
    refused !== null && base.refusal
      ? { visit: visitOf({ flow: flowOf({ stage: 'closed', refusal: { ...base.refusal, code: refused } }) }) }
      : { ...base, variant: variant ?? base.variant };
  return {
    api: fakeApi(scenario),
    capability: { ...capabilityOf('web'), ...(scenario.shell ? { shell: scenario.shell } : {}) },
    address: { path: scenario.path ?? '/verify/', search: scenario.search ?? '' },
    watch: () => () => undefined,
    leave: (url) => console.info('leave', url),
    open: (url) => console.info('open', url),
    copy: (text) => navigator.clipboard.writeText(text),
    save: saveFile,
  };
}
