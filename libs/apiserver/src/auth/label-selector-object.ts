import { type LabelRequirement, type LabelSelector } from '@porch/api';
import { isJsonObject, type JsonObject, objectsAt, textAt } from '../json/json-object';

/** metav1.LabelSelector as requirements; one that cannot be read matches nothing. */
export function labelSelectorOf(selector: JsonObject): LabelSelector {
  const labels = isJsonObject(selector['matchLabels']) ? selector['matchLabels'] : {};
  return [
    ...Object.entries(labels).map(([key, value]): LabelRequirement => ({
      key,
      operator: 'in',
      values: [String(value)],
    })),
    ...objectsAt(selector, 'matchExpressions').map(requirementOf),
  ];
}

function requirementOf(expression: JsonObject): LabelRequirement {
  const key = textAt(expression, 'key');
  const given = expression['values'];
  const values = Array.isArray(given) ? given.filter((value) => typeof value === 'string') : [];
  switch (expression['operator']) {
    case 'In':
      return { key, operator: 'in', values };
    case 'NotIn':
      return { key, operator: 'notIn', values };
    case 'Exists':
      return { key, operator: 'exists' };
    case 'DoesNotExist':
      return { key, operator: 'notExists' };
    default:
      return { key, operator: 'in', values: [] };
  }
}
