import { acknowledgeAlarm, listAlarms } from '../../monitor/alarms.ts';
import type { ListedAlarm } from '../../monitor/alarms.ts';
import { listEndpoints } from '../../monitor/endpoints.ts';
import type { ListedEndpoint } from '../../monitor/endpoints.ts';
import type { Ports } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { address, code, html, name, prose } from '../html.ts';
import type { Html } from '../html.ts';
import { pageLimit, pageOf, pager, readCursor } from '../paging.ts';
import type { Session } from '../sessions.ts';
import { moment } from '../when.ts';
import { action, empty, section, status, table } from '../widgets.ts';

const path = '/dashboard/served';

/** What is served where, and what is wrong with it. */
export function monitorPages(desk: Desk, ports: Pick<Ports, 'db' | 'clock' | 'log'>): void {
  const { db } = ports;

  desk.page(path, async ({ now, query, session }) => {
    const cursor = query('from');
    const after = readCursor(cursor);
    const alarms = waitingFirst(await listAlarms(db, { limit: mostAlarms }));
    const endpoints = await listEndpoints(db, {
      limit: pageLimit,
      ...(after === undefined ? {} : { after: { host: after.at, port: Number(after.id) } }),
    });
    const page = pageOf(endpoints, ({ host, port }) => ({ at: host, id: String(port) }));
    return {
      title: 'Served',
      section: 'served',
      content: html`<p class="lead">
          What endpoints of deployed domains show in a handshake, asked once a day, and hosts under
          "monitor" of a deployment file.
        </p>
        ${section('Alarms', alarms.length === 0 ? calm : alarmTable(alarms, session, now))}
        ${section('Endpoints', page.rows.length === 0 ? nothing : endpointTable(page.rows, now))}
        ${pager(page, cursor, (from) => address(path, { from }))}`,
    };
  });

  desk.action(`${path}/:id/acknowledge`, async ({ param, session }) => {
    const done = await acknowledgeAlarm(ports, param('id'), session.name);
    return {
      to: path,
      message: done
        ? 'The alarm is quiet until it changes.'
        : 'Nothing was changed: the alarm is not open any more.',
    };
  });
}

/** Beyond this many, mending comes before reading. */
const mostAlarms = 100;

/** What somebody has seen already comes after what nobody has. */
const waitingFirst = (alarms: readonly ListedAlarm[]): readonly ListedAlarm[] => [
  ...alarms.filter(({ state }) => state === 'open'),
  ...alarms.filter(({ state }) => state !== 'open'),
];

const calm = empty('No alarm is open.');
const nothing = empty(
  'No endpoint is watched yet.',
  'Domains are watched once a run has proven a certificate on them; hosts under "monitor" with the next merge.',
);

function alarmTable(alarms: readonly ListedAlarm[], session: Session, now: Date): Html {
  return table(
    'Alarms',
    [{ title: 'Alarm', wide: true }, { title: 'State', wide: true }, { title: 'Since' }],
    alarms.map((alarm) => [
      html`${placeOf(alarm)} <span class="sub">${prose(alarm.words)}</span>`,
      html`${alarmState(alarm, now)}${quiet(alarm, session)}`,
      moment(alarm.opened_at, now),
    ]),
  );
}

function placeOf({ host, port, certificate, fingerprint }: ListedAlarm): Html {
  if (host !== null) return code(`${host}:${port ?? 443}`);
  return certificate === null ? code(fingerprint ?? '') : name(certificate);
}

function alarmState(alarm: ListedAlarm, now: Date): Html {
  const { state, level, acknowledged_by: by, acknowledged_at: at } = alarm;
  if (state === 'acknowledged') {
    return html`${status('idle', 'acknowledged')}
      <span class="sub">by ${name(by ?? '')}, ${moment(at, now)}</span>`;
  }
  const told =
    alarm.told_at === null ? 'nobody was told yet' : html`told ${moment(alarm.told_at, now)}`;
  return html`${level === 'alarm' ? status('bad', 'open') : status('warn', 'notice')}
    <span class="sub">${told}</span>`;
}

function quiet({ id, state }: ListedAlarm, session: Session): Html {
  if (state !== 'open') return html``;
  return action(session, {
    path: `${path}/${id}/acknowledge`,
    verb: 'Acknowledge',
    confirm: 'Nobody is told of this alarm again until it changes.',
  });
}

function endpointTable(endpoints: readonly ListedEndpoint[], now: Date): Html {
  return table(
    'Endpoints',
    [
      { title: 'Endpoint', wide: true },
      { title: 'State', wide: true },
      { title: 'Certificate ends' },
      { title: 'Asked' },
    ],
    endpoints.map((endpoint) => [
      html`${code(`${endpoint.host}:${endpoint.port}`)}
        <span class="sub">${reasonOf(endpoint)}</span>`,
      html`${endpointState(endpoint)}${found(endpoint)}`,
      moment(endpoint.not_after, now),
      moment(endpoint.probed_at, now),
    ]),
  );
}

function found({ words }: ListedEndpoint): Html {
  return (words ?? '') === '' ? html`` : html` <span class="sub">${prose(words ?? '')}</span>`;
}

function reasonOf({ reasons }: ListedEndpoint): Html {
  const [first] = reasons;
  if (first === undefined) return html``;
  const more = reasons.length > 1 ? ` and ${reasons.length - 1} more` : '';
  return html`${name(first.repository)} · ${name(first.task ?? 'monitor')}${more}`;
}

function endpointState({ state }: ListedEndpoint): Html {
  switch (state) {
    case 'ok':
      return status('good', 'as deployed');
    case 'new':
      return status('idle', 'not asked yet');
    case 'settling':
      return status('idle', 'settling');
    case 'skipped':
      return status('idle', 'nobody to ask');
    case 'notice':
      return status('warn', 'to know');
    case 'silent':
      return status('warn', 'no answer once');
    case 'unreachable':
      return status('bad', 'no answer');
    case 'alarm':
      return status('bad', 'not as it should be');
  }
}
