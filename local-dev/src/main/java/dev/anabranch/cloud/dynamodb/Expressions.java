package dev.anabranch.cloud.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Parses expressions, and remembers those parsed: programs send the same few texts again and again. */
final class Expressions {

    static final String CONDITION = "ConditionExpression";
    static final String FILTER = "FilterExpression";
    static final String KEY_CONDITION = "KeyConditionExpression";
    static final String UPDATE = "UpdateExpression";
    static final String PROJECTION = "ProjectionExpression";

    /** Beyond this many texts a cache starts anew, so that generated expressions cannot fill the memory. */
    private static final int MAX_CACHED = 1000;

    private final Map<String, Parsed<Condition>> conditions = new ConcurrentHashMap<>();
    private final Map<String, Parsed<Condition>> filters = new ConcurrentHashMap<>();
    private final Map<String, Parsed<Condition>> keyConditions = new ConcurrentHashMap<>();
    private final Map<String, Parsed<List<UpdateAction>>> updates = new ConcurrentHashMap<>();
    private final Map<String, Parsed<List<DocumentPath>>> projections = new ConcurrentHashMap<>();

    Parsed<Condition> condition(String text) {
        return cached(conditions, text, t -> ConditionParser.parse(CONDITION, t));
    }

    Parsed<Condition> filter(String text) {
        return cached(filters, text, t -> ConditionParser.parse(FILTER, t));
    }

    Parsed<Condition> keyCondition(String text) {
        return cached(keyConditions, text, t -> ConditionParser.parse(KEY_CONDITION, t));
    }

    Parsed<List<UpdateAction>> update(String text) {
        return cached(updates, text, UpdateParser::parse);
    }

    Parsed<List<DocumentPath>> projection(String text) {
        return cached(projections, text, Expressions::parseProjection);
    }

    private static Parsed<List<DocumentPath>> parseProjection(String text) {
        TokenReader tokens = new TokenReader(PROJECTION, text);
        List<DocumentPath> paths = new ArrayList<>();
        do {
            paths.add(tokens.path());
        } while (tokens.skip(","));
        return tokens.done(List.copyOf(paths));
    }

    private static <T> T cached(Map<String, T> cache, String text, Function<String, T> parser) {
        T known = cache.get(text);
        if (known != null) {
            return known;
        }
        T parsed = parser.apply(text);
        if (cache.size() >= MAX_CACHED) {
            cache.clear();
        }
        cache.put(text, parsed);
        return parsed;
    }
}
