package dev.anabranch.stores.internal.dynamodb.expression;

import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.ItemRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** The expression attribute names and values of one request. */
public final class Bindings {

    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;
    private final List<ParsedExpression<?>> used = new ArrayList<>(2);
    private boolean anyExpression;

    /** @throws DynamoDbException if the name of a placeholder or a value is invalid */
    @SuppressWarnings("ReferenceEquality") // normalise() returns the same value if it changes nothing.
    public Bindings(Map<String, String> names, Map<String, AttributeValue> values) {
        this.names = names;
        for (String name : names.keySet()) {
            if (!name.startsWith("#") || name.length() < 2) {
                throw DynamoDbErrors.validation(
                        "ExpressionAttributeNames contains invalid key: Syntax error; key: \"" + name + "\"");
            }
        }
        Map<String, AttributeValue> all = values;
        for (Map.Entry<String, AttributeValue> entry : values.entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith(":") || name.length() < 2) {
                throw DynamoDbErrors.validation(
                        "ExpressionAttributeValues contains invalid key: Syntax error; key: \"" + name + "\"");
            }
            AttributeValue normal = normalise(name, entry.getValue());
            if (normal != entry.getValue()) {
                all = all == values ? new HashMap<>(values) : all;
                all.put(name, normal);
            }
        }
        this.values = all;
    }

    /** Returns the types of the values by placeholder; null if there are placeholders for names. */
    @Nullable
    Map<String, AttributeValue.Type> types() {
        if (!names.isEmpty()) {
            return null;
        }
        Map<String, AttributeValue.Type> types = new HashMap<>();
        values.forEach((name, value) -> types.put(name, value.type()));
        return types;
    }

    /** Returns whether there are no placeholders for names, and the placeholders for values have these types. */
    boolean have(Map<String, AttributeValue.Type> types) {
        if (!names.isEmpty() || values.size() != types.size()) {
            return false;
        }
        for (Map.Entry<String, AttributeValue> entry : values.entrySet()) {
            if (entry.getValue().type() != types.get(entry.getKey())) {
                return false;
            }
        }
        return true;
    }

    private static AttributeValue normalise(String name, AttributeValue value) {
        try {
            return ItemRules.normalise(value);
        } catch (DynamoDbException e) {
            throw DynamoDbErrors.validation("ExpressionAttributeValues contains invalid value: "
                    + e.awsErrorDetails().errorMessage() + " for key " + name);
        }
    }

    /**
     * Marks the placeholders of an expression as used.
     *
     * @throws DynamoDbException if a placeholder is not defined
     */
    public <T> T use(String kind, ParsedExpression<T> expression) {
        anyExpression = true;
        for (String name : expression.names()) {
            if (!names.containsKey(name)) {
                throw DynamoDbErrors.validation("Invalid " + kind
                        + ": An expression attribute name used in the document path is not defined; attribute name: "
                        + name);
            }
        }
        for (String value : expression.values()) {
            if (!values.containsKey(value)) {
                throw DynamoDbErrors.validation("Invalid " + kind
                        + ": An expression attribute value used in expression is not defined; attribute value: "
                        + value);
            }
        }
        used.add(expression);
        return expression.tree();
    }

    /**
     * Checks that the expressions use all placeholders. Call it after {@link #use} was called for all expressions.
     *
     * @throws DynamoDbException if a defined placeholder is not used
     */
    public void refuseUnused() {
        if (!anyExpression && !(names.isEmpty() && values.isEmpty())) {
            throw DynamoDbErrors.validation("ExpressionAttribute" + (names.isEmpty() ? "Values" : "Names")
                    + " can only be specified when using expressions");
        }
        refuseUnused("ExpressionAttributeNames", names.keySet(), ParsedExpression::names);
        refuseUnused("ExpressionAttributeValues", values.keySet(), ParsedExpression::values);
    }

    private void refuseUnused(String parameter, Set<String> given, Function<ParsedExpression<?>, Set<String>> uses) {
        Set<String> unused = new TreeSet<>();
        for (String name : given) {
            boolean found = false;
            for (ParsedExpression<?> expression : used) {
                found |= uses.apply(expression).contains(name);
            }
            if (!found) {
                unused.add(name);
            }
        }
        if (!unused.isEmpty()) {
            throw DynamoDbErrors.validation("Value provided in " + parameter + " unused in expressions: keys: {"
                    + String.join(", ", unused) + "}");
        }
    }

    public AttributeValue value(String placeholder) {
        AttributeValue value = values.get(placeholder);
        if (value == null) {
            throw new IllegalStateException("Undefined placeholder " + placeholder + ": use() was not called");
        }
        return value;
    }

    public String name(DocumentPath.Name name) {
        if (!name.isPlaceholder()) {
            return name.text();
        }
        String attribute = names.get(name.text());
        if (attribute == null) {
            throw new IllegalStateException("Undefined placeholder " + name.text() + ": use() was not called");
        }
        return attribute;
    }

    /** Returns the path with each name placeholder replaced by its attribute name. */
    DocumentPath resolve(DocumentPath path) {
        for (DocumentPath.Step step : path.steps()) {
            if (step instanceof DocumentPath.Name name && name.isPlaceholder()) {
                return new DocumentPath(
                        path.steps().stream().map(this::resolveStep).toList());
            }
        }
        return path;
    }

    private DocumentPath.Step resolveStep(DocumentPath.Step step) {
        return step instanceof DocumentPath.Name name ? new DocumentPath.Name(name(name)) : step;
    }

    /** Returns the value at the path, or null if the path does not exist. */
    @Nullable
    AttributeValue find(Map<String, AttributeValue> attributes, DocumentPath path) {
        List<DocumentPath.Step> steps = path.steps();
        AttributeValue found = attributes.get(name((DocumentPath.Name) steps.get(0)));
        for (int i = 1; i < steps.size() && found != null; i++) {
            found = down(found, steps.get(i));
        }
        return found;
    }

    private @Nullable AttributeValue down(AttributeValue from, DocumentPath.Step step) {
        if (step instanceof DocumentPath.Name name) {
            return from.hasM() ? from.m().get(name(name)) : null;
        }
        int position = ((DocumentPath.Index) step).position();
        return from.hasL() && position < from.l().size() ? from.l().get(position) : null;
    }

    /**
     * @throws DynamoDbException if one path is a prefix of another, or if two paths use one value as a map and as a
     *     list
     */
    public void refuseOverlaps(String kind, List<DocumentPath> paths) {
        if (paths.size() < 2) {
            return;
        }
        if (areDistinctAttributes(paths)) {
            return;
        }
        List<DocumentPath> resolved = paths.stream().map(this::resolve).toList();
        for (int i = 0; i < resolved.size(); i++) {
            for (int j = i + 1; j < resolved.size(); j++) {
                refuseOverlap(kind, resolved.get(i), resolved.get(j));
            }
        }
    }

    /**
     * Returns true if all paths are distinct top-level attributes: a fast path, since most updates are of this kind.
     */
    private boolean areDistinctAttributes(List<DocumentPath> paths) {
        Set<String> attributes = new HashSet<>(paths.size() * 2);
        for (DocumentPath path : paths) {
            if (path.length() != 1
                    || !attributes.add(name((DocumentPath.Name) path.steps().get(0)))) {
                return false;
            }
        }
        return true;
    }

    private static void refuseOverlap(String kind, DocumentPath one, DocumentPath two) {
        if (one.isPrefixOf(two) || two.isPrefixOf(one)) {
            throw DynamoDbErrors.validation("Invalid " + kind
                    + ": Two document paths overlap with each other; must remove or rewrite one of these paths; path one: "
                    + one + ", path two: " + two);
        }
        int common = 0;
        while (one.steps().get(common).equals(two.steps().get(common))) {
            common++;
        }
        if (one.steps().get(common).getClass() != two.steps().get(common).getClass()) {
            throw DynamoDbErrors.validation("Invalid " + kind
                    + ": Two document paths conflict with each other; must remove or rewrite one of these paths; path one: "
                    + one + ", path two: " + two);
        }
    }
}
