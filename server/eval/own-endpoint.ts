/** Whom a model is asked at without a server of evals. */

/** Of a model, by its alias, from code: the endpoint that is its own; null: none, or that of a server of evals. */
export function ownEndpointSql(model: string): string {
  return `CASE WHEN EXISTS (SELECT FROM serving_job s WHERE s.endpoint_id = ${model}.endpoint_id) THEN NULL
    ELSE ${model}.endpoint_id END`;
}
