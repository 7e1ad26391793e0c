// Who asks, and where.

export interface Actor {
  teamId: string;
  channelId: string;
  userId: string;
}
