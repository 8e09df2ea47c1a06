import type { AdapterKind } from './adapter.ts';
import { awsEventBridge } from './adapters/aws-eventbridge.ts';
import { awsSns } from './adapters/aws-sns.ts';
import { cloudevents } from './adapters/cloudevents.ts';
import { digicert } from './adapters/digicert.ts';
import { sectigo } from './adapters/sectigo.ts';
import { standard } from './adapters/standard.ts';
import { templated } from './adapters/templated.ts';
import { weakTokenKinds } from './adapters/weak-token.ts';
import { alibabaCas } from './alibaba/kind.ts';

/** Every kind of source, one line each. */
export const kinds: ReadonlyMap<string, AdapterKind> = new Map(
  [
    standard,
    templated,
    cloudevents,
    awsEventBridge,
    awsSns,
    digicert,
    sectigo,
    ...weakTokenKinds,
    alibabaCas,
  ].map((kind) => [kind.kind, kind]),
);
