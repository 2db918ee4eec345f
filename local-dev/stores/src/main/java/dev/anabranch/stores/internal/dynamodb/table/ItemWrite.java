package dev.anabranch.stores.internal.dynamodb.table;

import dev.anabranch.stores.internal.dynamodb.expression.Bindings;
import dev.anabranch.stores.internal.dynamodb.expression.CheckedUpdate;
import dev.anabranch.stores.internal.dynamodb.expression.ConditionEvaluator;
import dev.anabranch.stores.internal.dynamodb.expression.ConditionTypes;
import dev.anabranch.stores.internal.dynamodb.expression.Expressions;
import dev.anabranch.stores.internal.dynamodb.expression.ItemCondition;
import dev.anabranch.stores.internal.dynamodb.expression.ItemUpdate;
import dev.anabranch.stores.internal.dynamodb.expression.Projection;
import dev.anabranch.stores.internal.dynamodb.item.Capacity;
import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.Item;
import dev.anabranch.stores.internal.dynamodb.item.ItemRules;
import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A checked write of one item, either single or part of a batch or transaction. */
public final class ItemWrite {

    /** Computes the item after a write, null if it is deleted. A pure function. */
    interface Mutation {
        @Nullable
        Item apply(@Nullable Item before);
    }

    /** An item before and after a write; null if it does not exist. */
    public record Change(@Nullable Item before, @Nullable Item after) {}

    private static final Map<String, AttributeValue> NO_ITEM = Map.of();

    private final Table table;
    private final byte[] key;
    private final @Nullable ItemCondition condition;
    private final Bindings bindings;
    private final Mutation mutation;
    private final @Nullable ItemUpdate update;

    private ItemWrite(
            Table table,
            byte[] key,
            @Nullable ItemCondition condition,
            Bindings bindings,
            Mutation mutation,
            @Nullable ItemUpdate update) {
        this.table = table;
        this.key = key;
        this.condition = condition;
        this.bindings = bindings;
        this.mutation = mutation;
        this.update = update;
    }

    /** The expressions of a write with their placeholders. */
    public record Clauses(
            @Nullable String condition,
            @Nullable String update,
            Map<String, String> names,
            Map<String, AttributeValue> values) {

        public static final Clauses NONE = new Clauses(null, null, Map.of(), Map.of());
    }

    public static ItemWrite put(
            Table table, Map<String, AttributeValue> item, Clauses clauses, Expressions expressions) {
        Bindings bindings = new Bindings(clauses.names(), clauses.values());
        ItemCondition condition = condition(clauses, bindings, expressions);
        bindings.refuseUnused();
        Map<String, AttributeValue> normal = ItemRules.normalise(item);
        table.check(normal);
        Item after = sized(normal, "Item size has exceeded the maximum allowed size");
        return new ItemWrite(table, table.keys().bytes(normal), condition, bindings, before -> after, null);
    }

    public static ItemWrite delete(
            Table table, Map<String, AttributeValue> key, Clauses clauses, Expressions expressions) {
        return keyed(table, key, clauses, expressions, before -> null);
    }

    public static ItemWrite check(
            Table table, Map<String, AttributeValue> key, Clauses clauses, Expressions expressions) {
        return keyed(table, key, clauses, expressions, before -> before);
    }

    private static ItemWrite keyed(
            Table table, Map<String, AttributeValue> key, Clauses clauses, Expressions expressions, Mutation mutation) {
        Bindings bindings = new Bindings(clauses.names(), clauses.values());
        ItemCondition condition = condition(clauses, bindings, expressions);
        bindings.refuseUnused();
        byte[] bytes = table.keys().bytes(table.keys().checkKey(key));
        return new ItemWrite(table, bytes, condition, bindings, mutation, null);
    }

    public static ItemWrite update(
            Table table, Map<String, AttributeValue> key, Clauses clauses, Expressions expressions) {
        Bindings bindings = new Bindings(clauses.names(), clauses.values());
        KeySchema keys = table.keys();
        CheckedUpdate known = expressions.checked(clauses.update(), clauses.condition(), keys, bindings);
        if (known != null) {
            ItemUpdate update = new ItemUpdate(known, bindings);
            return update(table, keys.checkKey(key), known.condition(), bindings, update);
        }
        ItemUpdate update =
                clauses.update() == null ? ItemUpdate.none(bindings) : expressions.update(clauses.update(), bindings);
        ItemCondition condition = condition(clauses, bindings, expressions);
        bindings.refuseUnused();
        Map<String, AttributeValue> normalKey = keys.checkKey(key);
        update.refuseKeys(keys);
        expressions.keep(clauses.update(), update, clauses.condition(), condition, keys, bindings);
        return update(table, normalKey, condition, bindings, update);
    }

    private static ItemWrite update(
            Table table,
            Map<String, AttributeValue> key,
            @Nullable ItemCondition condition,
            Bindings bindings,
            ItemUpdate update) {
        Mutation mutation = before -> {
            Map<String, AttributeValue> after = update.apply(before == null ? key : before.attributes());
            for (Index index : table.indexes()) {
                index.check(after);
            }
            return sized(after, "Item size to update has exceeded the maximum allowed size");
        };
        return new ItemWrite(table, table.keys().bytes(key), condition, bindings, mutation, update);
    }

    private static @Nullable ItemCondition condition(Clauses clauses, Bindings bindings, Expressions expressions) {
        if (clauses.condition() == null) {
            return null;
        }
        ItemCondition condition = bindings.use(Expressions.CONDITION, expressions.condition(clauses.condition()));
        ConditionTypes.check(Expressions.CONDITION, condition, bindings);
        return condition;
    }

    private static Item sized(Map<String, AttributeValue> attributes, String tooLarge) {
        Item item = Item.of(attributes);
        if (item.size() > Item.MAX_SIZE) {
            throw DynamoDbErrors.validation(tooLarge);
        }
        return item;
    }

    public Table table() {
        return table;
    }

    public byte[] key() {
        return key;
    }

    /** Returns a projection to the updated paths; null if this is not an update. */
    @Nullable
    public Projection updated() {
        return update == null ? null : update.updated();
    }

    @Nullable
    public Item current() {
        return table.get(key);
    }

    public boolean isAllowed(@Nullable Item current) {
        return condition == null
                || ConditionEvaluator.holds(condition, bindings, current == null ? NO_ITEM : current.attributes());
    }

    public Change evaluate(@Nullable Item current) {
        return new Change(current, mutation.apply(current));
    }

    /** Writes the item and its index entries. The caller must hold the lock of the key. */
    public void apply(Change change, Capacity capacity) {
        charge(change, capacity);
        if (size(change.before()) == size(change.after()) && Objects.equals(change.before(), change.after())) {
            return;
        }
        double[] units = table.put(key, change.before(), change.after());
        capacity.storedBytes(size(change.before()), size(change.after()));
        for (int i = 0; i < units.length; i++) {
            capacity.writeIndex(table.indexes().get(i).definition().name(), units[i]);
        }
    }

    /** Adds the write units for the larger of the item before and after. A failed condition consumes them too. */
    public static void charge(Change change, Capacity capacity) {
        capacity.writeBytes(Math.max(size(change.before()), size(change.after())));
    }

    private static int size(@Nullable Item item) {
        return item == null ? 0 : item.size();
    }
}
