/** How a test takes an access key away, or what it may do. */
export interface KeyControls {
  /** May be changed at any time. */
  readonly deny: Set<string>;
  /** From now on nobody knows this key. */
  deactivate(): void;
  /** Temporary keys end now. */
  expire(): void;
}

interface Session {
  expiresAt: number;
}

export function keyControls(
  caller: { readonly deny: Set<string>; active: boolean; readonly session: Session | undefined },
  now: () => number,
): KeyControls {
  return {
    deny: caller.deny,
    deactivate() {
      caller.active = false;
    },
    expire() {
      if (caller.session !== undefined) caller.session.expiresAt = now();
    },
  };
}
