// Where a flow was started, in words. A kiosk is told by its place, which only the server gives.
import { t } from '../../i18n/index.svelte';
import type { FlowView } from '../../wire/types';

type Origin = FlowView['origin'];

export const isKiosk = (origin: Origin): boolean => origin.place !== null;

export const deviceName = (origin: Origin): string => (isKiosk(origin) ? t('handoff.kiosk') : origin.device);
