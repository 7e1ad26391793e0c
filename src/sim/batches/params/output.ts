// output_config: effort, and structured output.
import { isObject, type Json } from '../json.ts';
import { invalid, type ParamsCheck, type ParamsError } from './contract.ts';
import { checkSchema } from './schema.ts';

const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'];
export const checkOutput: ParamsCheck = ({ output_config: output, messages }, { model }) => {
  if (output === undefined) return null;
  if (!isObject(output)) return invalid('output_config: Input should be an object');
  const { effort = null, format = null, ...others } = output;
  const extra = Object.keys(others)[0];
  if (extra !== undefined) return invalid(`output_config.${extra}: Extra inputs are not permitted`);
  if (effort !== null) {
    if (!EFFORTS.some((one) => one === effort))
      return invalid(`output_config.effort: Input should be ${EFFORTS.map((one) => `'${one}'`).join(', ')}`);
    if (model.efforts.length === 0) return invalid('This model does not support the effort parameter.');
    if (!model.efforts.some((one) => one === effort))
      return invalid(`output_config.effort: '${String(effort)}' is not supported for this model`);
  }
  if (format === null) return null;
  if (!model.structured) return invalid('This model does not support structured outputs.');
  return checkFormat(format, messages);
};

function checkFormat(format: Json, messages: Json | undefined): ParamsError | null {
  const at = 'output_config.format';
  if (!isObject(format)) return invalid(`${at}: Input should be an object`);
  const { type, schema, ...others } = format;
  if (type === undefined) return invalid(`${at}.type: Field required`);
  if (type !== 'json_schema') return invalid(`${at}.type: Input should be 'json_schema'`);
  const extra = Object.keys(others)[0];
  if (extra !== undefined) return invalid(`${at}.${extra}: Extra inputs are not permitted`);
  if (schema === undefined) return invalid(`${at}.schema: Field required`);
  if (!isObject(schema)) return invalid(`${at}.schema: Input should be an object`);
  if (JSON.stringify(messages ?? null).includes('"citations":{"enabled":true'))
    return invalid(`${at}: structured output cannot be used together with citations`);
  return checkSchema(schema, `${at}.schema`);
}
