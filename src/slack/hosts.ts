// Where file bytes may come from and go to: Slack's file host alone, or the stand-in's when one is configured.

const SLACK_API = 'https://slack.com/api/';
const SLACK_FILES = 'files.slack.com';

/**
 * @param apiUrl the configured SLACK_API_URL
 * @returns whether a URL may be given the bot's token or a file's bytes
 */
export function createHostCheck(apiUrl: string): (url: string) => boolean {
  const api = new URL(apiUrl);
  const isElsewhere = apiUrl !== SLACK_API;
  return (text) => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    if (url.username !== '' || url.password !== '') return false;
    if (isElsewhere && url.protocol === api.protocol && url.host === api.host) return true;
    return url.protocol === 'https:' && url.host === SLACK_FILES;
  };
}

/**
 * @param apiUrl the configured SLACK_API_URL
 * @returns whether a reply may be posted to a response_url
 */
export function createResponseHostCheck(apiUrl: string): (url: string) => boolean {
  const isFileHost = createHostCheck(apiUrl);
  return (text) =>
    isFileHost(text) || (URL.canParse(text) && new URL(text).origin === 'https://hooks.slack.com');
}
