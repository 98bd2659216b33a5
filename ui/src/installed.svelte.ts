// What an installed app adds: results that come back through the device, and a call to the person who looked away.
import { untrack } from 'svelte';
import type { FlowView } from './wire/types';
import type { SecretPlace } from './host/types';
import { t } from './i18n/index.svelte';
import type { Session } from './session.svelte';

let place: SecretPlace | null = $state(null);

/** Where the visit's secret is kept; `null` in a browser. */
export const secretPlace = (): SecretPlace | null => place;

/** What has come back through the device and did not go as usual. */
export type Returned = 'held' | 'unexpected';

let came: Returned | null = $state(null);

/** What there is to say of it at this moment. */
export const returned = (): Returned | null => came;

export type Call = 'digits' | 'ended' | 'done';

/** What to call the person back for, when a flow moves on. */
export function callFor(before: FlowView['stage'] | null, flow: FlowView | null): Call | null {
  if (flow === null || before === null || before.stage === flow.stage.stage) return null;
  if (flow.stage.stage === 'confirming' && flow.role === 'starter') return 'digits';
  if (flow.stage.stage === 'closed') return 'ended';
  return flow.stage.stage === 'done' ? 'done' : null;
}

function callBack(session: Session) {
  let before: FlowView['stage'] | null = null;
  let flowId: string | null = null;
  $effect(() => {
    const flow = session.visit?.flow ?? null;
    const call = callFor(flow?.id === flowId ? before : null, flow);
    before = flow?.stage ?? null;
    flowId = flow?.id ?? null;
    // The person's own press needs no call.
    if (call !== null && !session.busy) session.host.installed?.notify(t(`call.${call}.title`), t(`call.${call}.text`));
  });
}

/** Call once, while a component is being set up. */
export function keepInstalled(session: Session) {
  const installed = session.host.installed;
  if (installed === undefined) return;
  installed.watch({
    kept: (kept) => (place = kept),
    visit: () => {
      came = null;
      void session.refresh();
    },
    refused: (refusal) => {
      came = null;
      void session.look().then(() => (session.refusal = refusal));
    },
    held: () => (came = 'held'),
    unexpected: () => (came = 'unexpected'),
  });
  // Whoever goes on has read it.
  let stage: string | null = null;
  $effect(() => {
    const now = session.visit?.flow?.stage.stage ?? null;
    if (now !== stage && untrack(returned) === 'unexpected' && stage !== null) came = null;
    stage = now;
  });
  callBack(session);
}
