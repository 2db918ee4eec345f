// Addresses of pages of the AWS console.

/** The account of executions of the embedded cloud, which have no such pages. */
const NO_ACCOUNT = '000000000000';

/** The domain of the console by partition. @type {Record<string, string>} */
const DOMAINS = { aws: 'console.aws.amazon.com', 'aws-cn': 'console.amazonaws.cn', 'aws-us-gov': 'console.amazonaws-us-gov.com' };

/** Returns the address of the console without its page; empty for an ARN of no account. @param {string | undefined} arn @param {string} service */
function start(arn, service) {
  const [scheme, partition, , region, account] = (arn ?? '').split(':');
  return scheme === 'arn' && DOMAINS[partition] && /^[a-z0-9-]+$/.test(region ?? '') && account !== NO_ACCOUNT
    ? `https://${region}.${DOMAINS[partition]}/${service}/home?region=${region}` : '';
}

/** Returns the page of an execution; empty for one that has none. @param {string | undefined} arn */
export function executionPage(arn) {
  const at = start(arn, 'states');
  // The history of an Express execution is only in the logs.
  return at && arn?.split(':')[5] === 'execution' ? `${at}#/v2/executions/details/${encodeURIComponent(arn)}` : '';
}

/**
 * Returns the page of the events of a log group that match a filter; empty without an execution on AWS.
 * @param {string | undefined} arn the execution, for its region
 * @param {string} group
 * @param {string} filter
 */
export function logPage(arn, group, filter) {
  const at = start(arn, 'cloudwatch');
  // The console of CloudWatch expects names that are encoded twice, with $ instead of the second percent sign.
  const twice = (/** @type {string} */ text) => encodeURIComponent(encodeURIComponent(text)).replace(/%/g, '$');
  return at ? `${at}#logsV2:log-groups/log-group/${twice(group)}/log-events$3FfilterPattern$3D${twice(filter)}` : '';
}
