import type { Selectable } from 'kysely';

/** Tables of operators and of their sessions. */
export interface DashboardTables {
  operators: OperatorTable;
  operator_sessions: OperatorSessionTable;
}

/** Who may sign in to the dashboard. */
export interface OperatorTable {
  id: string;
  name: string;
  /** A `viewer` sees everything and changes nothing. */
  role: 'operator' | 'viewer';
  /** SHA-256 of the token, in hex. The token itself is shown once and kept nowhere. */
  token_hash: string;
  created_at: string;
  signed_in_at: string | null;
}

/** A browser that is signed in. */
export interface OperatorSessionTable {
  /** SHA-256 of what the cookie holds, in hex. */
  id_hash: string;
  /** Null: signed in with the operator token of the settings. */
  operator_id: string | null;
  /** SHA-256 of the hash of that token, in hex: another token ends its sessions. */
  settings_mark: string | null;
  created_at: string;
  seen_at: string;
  expires_at: string;
  /** What the last action came to: shown once. */
  message: string | null;
}

export type Operator = Selectable<OperatorTable>;
export type OperatorSession = Selectable<OperatorSessionTable>;
