package dev.anabranch.engine.internal.query.jsonata;

import java.util.Set;

/**
 * The functions of JSONata 2.0 and of Step Functions. These names are not workflow variables. AWS does not have
 * {@code $eval}.
 *
 * @see <a href="https://docs.jsonata.org/overview">JSONata documentation</a>
 */
final class FunctionNames {

    static final Set<String> NAMES = Set.of(
            "sum",
            "count",
            "max",
            "min",
            "average",
            "string",
            "substring",
            "substringBefore",
            "substringAfter",
            "lowercase",
            "uppercase",
            "length",
            "trim",
            "pad",
            "match",
            "contains",
            "replace",
            "split",
            "join",
            "formatNumber",
            "formatBase",
            "formatInteger",
            "parseInteger",
            "number",
            "floor",
            "ceil",
            "round",
            "abs",
            "sqrt",
            "power",
            "random",
            "boolean",
            "not",
            "map",
            "zip",
            "filter",
            "single",
            "reduce",
            "foldLeft",
            "sift",
            "keys",
            "lookup",
            "append",
            "exists",
            "spread",
            "merge",
            "reverse",
            "each",
            "error",
            "assert",
            "type",
            "sort",
            "shuffle",
            "distinct",
            "base64encode",
            "base64decode",
            "encodeUrlComponent",
            "encodeUrl",
            "decodeUrlComponent",
            "decodeUrl",
            "toMillis",
            "fromMillis",
            "now",
            "millis",
            "clone",
            "partition",
            "range",
            "hash",
            "uuid",
            "parse");

    private FunctionNames() {}
}
