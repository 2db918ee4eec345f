package dev.anabranch.engine.internal.fields;

import dev.anabranch.engine.internal.definition.DataFlow;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import dev.anabranch.engine.internal.query.jsonpath.JsonPathEvaluator;

/** Creates the {@link StateQuery} for the query language of a state. */
public final class StateQueries implements DataFlow.Visitor<StateQuery> {

    private final JsonataEvaluator jsonata;
    private final JsonPathEvaluator paths;
    private final QueryScope scope;

    public StateQueries(JsonataEvaluator jsonata, JsonPathEvaluator paths, QueryScope scope) {
        this.jsonata = jsonata;
        this.paths = paths;
        this.scope = scope;
    }

    @Override
    public StateQuery visitExpressions(DataFlow.Expressions flow) {
        return new JsonataQuery(jsonata, flow, scope);
    }

    @Override
    public StateQuery visitPaths(DataFlow.Paths flow) {
        return new JsonPathQuery(paths, flow, scope);
    }
}
