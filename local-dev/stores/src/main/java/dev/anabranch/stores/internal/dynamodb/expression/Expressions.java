package dev.anabranch.stores.internal.dynamodb.expression;

import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Parses expressions and caches the results by text, since programs reuse few distinct expressions. */
public final class Expressions {

    public static final String CONDITION = "ConditionExpression";
    public static final String FILTER = "FilterExpression";
    public static final String KEY_CONDITION = "KeyConditionExpression";
    public static final String UPDATE = "UpdateExpression";
    public static final String PROJECTION = "ProjectionExpression";

    /** The size at which a cache is cleared, so that generated expressions cannot exhaust the heap. */
    private static final int MAX_CACHED = 1000;

    private final Map<String, ParsedExpression<ItemCondition>> conditions = new ConcurrentHashMap<>();
    private final Map<String, ParsedExpression<ItemCondition>> filters = new ConcurrentHashMap<>();
    private final Map<String, ParsedExpression<ItemCondition>> keyConditions = new ConcurrentHashMap<>();
    private final Map<String, ParsedExpression<List<UpdateAction>>> updates = new ConcurrentHashMap<>();
    private final Map<String, UpdateOrder> orders = new ConcurrentHashMap<>();
    private final Map<String, CheckedUpdate> checked = new ConcurrentHashMap<>();
    private final Map<String, ParsedExpression<List<DocumentPath>>> projections = new ConcurrentHashMap<>();

    public ParsedExpression<ItemCondition> condition(String text) {
        return cached(conditions, text, t -> ItemConditionParser.parse(CONDITION, t));
    }

    public ParsedExpression<ItemCondition> filter(String text) {
        return cached(filters, text, t -> ItemConditionParser.parse(FILTER, t));
    }

    public ParsedExpression<ItemCondition> keyCondition(String text) {
        return cached(keyConditions, text, t -> ItemConditionParser.parse(KEY_CONDITION, t));
    }

    private ParsedExpression<List<UpdateAction>> update(String text) {
        return cached(updates, text, UpdateParser::parse);
    }

    /**
     * Returns the update of a request.
     *
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if the expression is invalid, or does
     *     not fit the names and values of the request
     */
    public ItemUpdate update(String text, Bindings bindings) {
        ParsedExpression<List<UpdateAction>> parsed = update(text);
        List<UpdateAction> actions = bindings.use(UPDATE, parsed);
        UpdateOrder order = parsed.names().isEmpty()
                ? cached(orders, text, same -> UpdateOrder.of(actions, bindings))
                : UpdateOrder.of(actions, bindings);
        return new ItemUpdate(actions, order, bindings);
    }

    /**
     * Returns expressions that {@link #keep} has kept, if their checks have the same result for another request; null
     * otherwise.
     */
    public @Nullable CheckedUpdate checked(
            @Nullable String update, @Nullable String condition, KeySchema keys, Bindings bindings) {
        CheckedUpdate known = update == null ? null : checked.get(update);
        return known != null && known.fits(condition, keys, bindings) ? known : null;
    }

    /** Keeps the expressions of a request whose checks have all passed, if the checks depend only on types. */
    public void keep(
            @Nullable String text,
            ItemUpdate update,
            @Nullable String conditionText,
            @Nullable ItemCondition condition,
            KeySchema keys,
            Bindings bindings) {
        Map<String, AttributeValue.Type> types = bindings.types();
        if (text != null && types != null && CheckedUpdate.dependsOnTypes(condition)) {
            put(checked, text, new CheckedUpdate(update.order(), conditionText, condition, keys, types));
        }
    }

    public ParsedExpression<List<DocumentPath>> projection(String text) {
        return cached(projections, text, Expressions::parseProjection);
    }

    private static ParsedExpression<List<DocumentPath>> parseProjection(String text) {
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
        put(cache, text, parsed);
        return parsed;
    }

    private static <T> void put(Map<String, T> cache, String text, T value) {
        if (cache.size() >= MAX_CACHED) {
            cache.clear();
        }
        cache.put(text, value);
    }
}
