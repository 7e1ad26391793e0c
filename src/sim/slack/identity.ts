// Who the workspace, the app and its bot are, and how new ids look.
import { randomBytes } from 'node:crypto';
import type { Manifest } from './manifest.ts';

export interface Identity {
  teamId: string;
  teamName: string;
  teamDomain: string;
  appId: string;
  botId: string;
  botUserId: string;
  botName: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  verificationToken: string;
}

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * A fresh id such as `F0A1B2C3D4E`. Always random: a repeated id would be taken for a redelivery
 * by an app that kept its database from an earlier run.
 */
export function newId(prefix: string): string {
  const tail = [...randomBytes(10)].map((byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join('');
  return `${prefix}${tail}`;
}

/** Fresh ids, tokens and secrets for one workspace with the manifest's app installed. */
export function createIdentity(manifest: Manifest, teamId = newId('T')): Identity {
  const appId = newId('A');
  return {
    teamId,
    teamName: 'Acme',
    teamDomain: 'acme',
    appId,
    botId: newId('B'),
    botUserId: newId('U'),
    botName: manifest.features?.bot_user?.display_name ?? manifest.display_information.name,
    botToken: `xoxb-sim-${randomBytes(12).toString('hex')}`,
    appToken: `xapp-sim-${appId}-${randomBytes(12).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
    verificationToken: randomBytes(12).toString('hex'),
  };
}
