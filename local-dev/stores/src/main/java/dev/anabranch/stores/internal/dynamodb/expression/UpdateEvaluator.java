package dev.anabranch.stores.internal.dynamodb.expression;

import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.DynamoDbNumbers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Applies update actions to one item. Operands are evaluated on the item before the update, as on AWS. */
final class UpdateEvaluator
        implements UpdateAction.Visitor<Map<String, AttributeValue>>, SetValue.Visitor<AttributeValue> {

    private final Bindings bindings;
    private final Map<String, AttributeValue> before;
    private final Map<String, AttributeValue> after;

    /** @param more the maximum number of attributes that the actions add */
    UpdateEvaluator(Bindings bindings, Map<String, AttributeValue> before, int more) {
        this.bindings = bindings;
        this.before = before;
        this.after = new LinkedHashMap<>((before.size() + more) * 4 / 3 + 1);
        after.putAll(before);
    }

    Map<String, AttributeValue> result() {
        return after;
    }

    @Override
    public Map<String, AttributeValue> set(UpdateAction.Set set) {
        put(set.path(), set.value().accept(this));
        return after;
    }

    @Override
    public Map<String, AttributeValue> remove(UpdateAction.Remove remove) {
        put(remove.path(), null);
        return after;
    }

    @Override
    public Map<String, AttributeValue> add(UpdateAction.Add add) {
        AttributeValue more = bindings.value(add.placeholder());
        AttributeValue now = bindings.find(before, add.path());
        if (now == null) {
            put(add.path(), more);
        } else if (now.type() != more.type()) {
            throw incorrectType();
        } else if (now.n() != null) {
            put(add.path(), sum(now, more, false));
        } else {
            put(add.path(), union(now, more));
        }
        return after;
    }

    @Override
    public Map<String, AttributeValue> delete(UpdateAction.Delete delete) {
        AttributeValue less = bindings.value(delete.placeholder());
        AttributeValue now = bindings.find(before, delete.path());
        if (now != null && now.type() != less.type()) {
            throw incorrectType();
        }
        put(delete.path(), now == null ? null : difference(now, less));
        return after;
    }

    @Override
    public AttributeValue path(SetValue.Path path) {
        AttributeValue found = bindings.find(before, path.path());
        if (found == null) {
            throw DynamoDbErrors.validation(
                    "The provided expression refers to an attribute that does not exist in the item");
        }
        return found;
    }

    @Override
    public AttributeValue value(SetValue.Value value) {
        return bindings.value(value.placeholder());
    }

    @Override
    public AttributeValue ifNotExists(SetValue.IfNotExists ifNotExists) {
        AttributeValue found = bindings.find(before, ifNotExists.path());
        return found != null ? found : ifNotExists.otherwise().accept(this);
    }

    @Override
    public AttributeValue listAppend(SetValue.ListAppend listAppend) {
        AttributeValue first = listAppend.first().accept(this);
        AttributeValue second = listAppend.second().accept(this);
        if (!first.hasL() || !second.hasL()) {
            throw incorrectType();
        }
        List<AttributeValue> joined = new ArrayList<>(first.l());
        joined.addAll(second.l());
        return AttributeValue.fromL(joined);
    }

    @Override
    public AttributeValue sum(SetValue.Sum sum) {
        return sum(sum.left().accept(this), sum.right().accept(this), sum.minus());
    }

    private static AttributeValue sum(AttributeValue left, AttributeValue right, boolean minus) {
        if (left.n() == null || right.n() == null) {
            throw incorrectType();
        }
        return AttributeValue.fromN(
                minus ? DynamoDbNumbers.difference(left.n(), right.n()) : DynamoDbNumbers.sum(left.n(), right.n()));
    }

    private static AttributeValue union(AttributeValue now, AttributeValue more) {
        return switch (now.type()) {
            case SS -> AttributeValue.fromSs(List.copyOf(union(now.ss(), more.ss())));
            case NS -> AttributeValue.fromNs(List.copyOf(union(now.ns(), more.ns())));
            case BS -> AttributeValue.fromBs(List.copyOf(union(now.bs(), more.bs())));
            default -> throw incorrectType();
        };
    }

    private static <T> Set<T> union(Collection<T> now, Collection<T> more) {
        Set<T> all = new LinkedHashSet<>(now);
        all.addAll(more);
        return all;
    }

    /** Returns null if no element remains, since DynamoDB has no empty sets. */
    private static @Nullable AttributeValue difference(AttributeValue now, AttributeValue less) {
        return switch (now.type()) {
            case SS -> orNull(without(now.ss(), less.ss()), AttributeValue::fromSs);
            case NS -> orNull(without(now.ns(), less.ns()), AttributeValue::fromNs);
            case BS -> orNull(without(now.bs(), less.bs()), AttributeValue::fromBs);
            default -> throw incorrectType();
        };
    }

    private static <T> List<T> without(Collection<T> now, Collection<T> less) {
        Set<T> rest = new LinkedHashSet<>(now);
        less.forEach(rest::remove);
        return List.copyOf(rest);
    }

    private static <T> @Nullable AttributeValue orNull(
            List<T> rest, java.util.function.Function<List<T>, AttributeValue> maker) {
        return rest.isEmpty() ? null : maker.apply(rest);
    }

    /** Stores a value at a path of the new item, or removes the value at the path if {@code value} is null. */
    private void put(DocumentPath path, @Nullable AttributeValue value) {
        String top = bindings.name((DocumentPath.Name) path.steps().get(0));
        AttributeValue changed = path.length() == 1 ? value : inside(after.get(top), path.steps(), 1, value);
        if (changed == null) {
            after.remove(top);
        } else {
            after.put(top, changed);
        }
    }

    /** Returns a copy of the container in which the value is stored at the path that begins at step {@code at}. */
    private AttributeValue inside(
            @Nullable AttributeValue container, List<DocumentPath.Step> steps, int at, @Nullable AttributeValue value) {
        boolean last = at == steps.size() - 1;
        if (container != null && container.hasM() && steps.get(at) instanceof DocumentPath.Name name) {
            Map<String, AttributeValue> map = new LinkedHashMap<>(container.m());
            String key = bindings.name(name);
            AttributeValue changed = last ? value : inside(map.get(key), steps, at + 1, value);
            if (changed == null) {
                map.remove(key);
            } else {
                map.put(key, changed);
            }
            return AttributeValue.fromM(map);
        }
        if (container != null && container.hasL() && steps.get(at) instanceof DocumentPath.Index index) {
            List<AttributeValue> list = new ArrayList<>(container.l());
            int position = index.position();
            AttributeValue now = position < list.size() ? list.get(position) : null;
            putInList(list, position, last ? value : inside(now, steps, at + 1, value));
            return AttributeValue.fromL(list);
        }
        throw DynamoDbErrors.validation("The document path provided in the update expression is invalid for update");
    }

    private static void putInList(List<AttributeValue> list, int position, @Nullable AttributeValue value) {
        if (position >= list.size()) {
            if (value != null) {
                list.add(value);
            }
        } else if (value == null) {
            list.remove(position);
        } else {
            list.set(position, value);
        }
    }

    private static DynamoDbException incorrectType() {
        return DynamoDbErrors.validation("An operand in the update expression has an incorrect data type");
    }
}
