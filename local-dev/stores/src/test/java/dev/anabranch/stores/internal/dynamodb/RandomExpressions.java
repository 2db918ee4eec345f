package dev.anabranch.stores.internal.dynamodb;

import static dev.anabranch.stores.internal.dynamodb.Tables.n;
import static dev.anabranch.stores.internal.dynamodb.Tables.s;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Generates random valid and invalid items and expressions over a few attributes, so that they often overlap. */
final class RandomExpressions {

    /** num N, txt S, sset SS, nset NS, lst L, doc M and flg B are updated; own and rnk are the key of the index. */
    private static final List<String> ATTRIBUTES =
            List.of("num", "txt", "sset", "nset", "lst", "doc", "flg", "own", "rnk");

    private static final List<String> PATHS = List.of(
            "num",
            "txt",
            "sset",
            "nset",
            "lst",
            "doc",
            "flg",
            "lst[0]",
            "lst[1]",
            "doc.a",
            "doc.b",
            "doc.b.c",
            "doc.q[0]");

    private static final List<String> SCALARS = List.of("num", "txt", "flg");

    private static final List<String> CONTAINERS = List.of("lst", "doc", "doc.b");

    private final RandomGenerator random;
    private Map<String, AttributeValue> values = new LinkedHashMap<>();
    private Map<String, String> names = new LinkedHashMap<>();

    RandomExpressions(RandomGenerator random) {
        this.random = random;
    }

    /** Removes all placeholders before a new request. */
    void begin() {
        values = new LinkedHashMap<>();
        names = new LinkedHashMap<>();
    }

    /** Returns the values of all placeholders; empty if no placeholder is used. */
    Map<String, AttributeValue> values() {
        return values;
    }

    Map<String, String> names() {
        return names;
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    String bind(AttributeValue value) {
        String placeholder = ":v" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }

    String path() {
        String path = any(PATHS);
        if (chance(20)) {
            String top = path.split("[.\\[]", -1)[0];
            String placeholder = "#" + top;
            names.put(placeholder, top);
            return placeholder + path.substring(top.length());
        }
        return path;
    }

    Map<String, AttributeValue> key() {
        return Tables.key(any(List.of("p", "q")), random.nextInt(-1, 4));
    }

    Map<String, AttributeValue> item() {
        Map<String, AttributeValue> item = new LinkedHashMap<>(key());
        for (String attribute : ATTRIBUTES) {
            if (chance(60)) {
                item.put(attribute, valueOf(attribute));
            }
        }
        return item;
    }

    private AttributeValue valueOf(String attribute) {
        return switch (attribute) {
            case "num", "rnk" -> number();
            case "txt", "own" -> s(any(List.of("a", "ab", "b", "ü")));
            case "sset" -> AttributeValue.fromSs(some(List.of("a", "b", "c")));
            case "nset" -> AttributeValue.fromNs(some(List.of("1", "2", "3")));
            case "lst" -> AttributeValue.fromL(List.of(number(), s("x"), number()));
            case "doc" ->
                AttributeValue.fromM(Map.of("a", number(), "b", AttributeValue.fromM(Map.of("c", s("deep")))));
            // No BOOL and no NULL: in moto, which is written in Python, false equals 0, true equals 1, and null equals
            // a missing attribute.
            default -> Tables.b(0, 255);
        };
    }

    private <T> List<T> some(List<T> from) {
        List<T> some = new ArrayList<>(from);
        while (some.size() > 1 && chance(50)) {
            some.remove(random.nextInt(some.size()));
        }
        return some;
    }

    AttributeValue number() {
        return n(any(Arrays.asList("0", "1", "2", "-1", "2.5", "10")));
    }

    private AttributeValue value() {
        return valueOf(any(ATTRIBUTES));
    }

    String condition(int depth) {
        if (depth > 0 && chance(40)) {
            String left = condition(depth - 1);
            return switch (random.nextInt(4)) {
                case 0 -> "NOT (" + left + ")";
                case 1 -> "(" + left + ") OR " + condition(depth - 1);
                case 2 -> left + " AND " + condition(depth - 1);
                default -> left + " OR " + condition(depth - 1) + " AND " + condition(0);
            };
        }
        return simpleCondition();
    }

    private String simpleCondition() {
        return switch (random.nextInt(9)) {
            case 0 -> "attribute_exists(" + path() + ")";
            case 1 -> "attribute_not_exists(" + path() + ")";
            case 2 -> "attribute_type(" + path() + ", " + bind(s(any(List.of("S", "N", "SS", "L", "M", "B")))) + ")";
            case 3 -> "begins_with(" + likely("txt") + ", " + bind(s("a")) + ")";
            case 4 ->
                "contains(" + likely(any(List.of("sset", "lst", "txt"))) + ", " + bind(s(any(List.of("a", "x")))) + ")";
            case 5 -> likely("num") + " BETWEEN " + bind(n(0)) + " AND " + bind(n(2));
            case 6 -> path() + " IN (" + bind(value()) + ", " + bind(value()) + ")";
            case 7 -> sized(any(List.of("txt", "sset", "lst")));
            default -> path() + " " + any(List.of("=", "<>")) + " " + bind(value());
        };
    }

    private String sized(String path) {
        return "size(" + path + ") " + any(List.of("=", ">", "<=")) + " " + bind(n(random.nextInt(3)));
    }

    /** Returns the given path in 95 % of all calls, otherwise a random one. */
    private String likely(String path) {
        return chance(95) ? path : path();
    }

    String update() {
        List<String> paths = new ArrayList<>(PATHS);
        List<String> set = new ArrayList<>();
        List<String> remove = new ArrayList<>();
        List<String> add = new ArrayList<>();
        List<String> delete = new ArrayList<>();
        int count = random.nextInt(1, 4);
        for (int i = 0; i < count; i++) {
            String path = any(paths);
            // Moto checks for overlapping paths after the condition and incompletely; AWS rejects them first.
            paths.removeIf(other -> other.startsWith(path) || path.startsWith(other));
            int kind = CONTAINERS.contains(path) ? random.nextInt(2) : random.nextInt(5);
            switch (kind) {
                case 0 -> remove.add(path);
                case 1, 2 -> set.add(path + " = " + setValue(path));
                case 3 -> add.add(path + " " + bind(addend(path)));
                default -> delete.add(path + " " + bind(any(List.of(valueOf("sset"), valueOf("nset")))));
            }
        }
        StringBuilder update = new StringBuilder();
        section(update, "SET ", set);
        section(update, " REMOVE ", remove);
        section(update, " ADD ", add);
        section(update, " DELETE ", delete);
        return update.toString();
    }

    private static void section(StringBuilder update, String keyword, List<String> actions) {
        if (!actions.isEmpty()) {
            update.append(keyword).append(String.join(", ", actions));
        }
    }

    /**
     * Returns a value that keeps containers containers and copies scalars only. Moto ignores an update of a path below
     * a number, which AWS rejects, and shares a copied document or set between both paths.
     */
    private String setValue(String path) {
        return switch (path) {
            case "doc" -> bind(valueOf("doc"));
            case "doc.b" -> bind(AttributeValue.fromM(Map.of("c", number())));
            case "lst" ->
                chance(70)
                        ? "list_append(if_not_exists(lst, " + bind(valueOf("lst")) + "), "
                                + bind(AttributeValue.fromL(List.of(number()))) + ")"
                        : bind(valueOf("lst"));
            default ->
                switch (random.nextInt(5)) {
                    case 0 -> "num + " + bind(number());
                    case 1 -> "if_not_exists(num, " + bind(number()) + ") - " + bind(number());
                    case 2 -> "if_not_exists(" + any(SCALARS) + ", " + bind(scalar()) + ")";
                    case 3 -> any(SCALARS);
                    default -> bind(SCALARS.contains(path) ? scalar() : valueOf(any(List.of("num", "sset", "nset"))));
                };
        };
    }

    private AttributeValue addend(String path) {
        return SCALARS.contains(path) ? number() : any(List.of(number(), valueOf("sset"), valueOf("nset")));
    }

    private AttributeValue scalar() {
        return valueOf(any(SCALARS));
    }

    String projection() {
        return String.join(", ", List.of("num", any(List.of("doc.b", "doc.a", "txt")), any(List.of("lst[1]", "sset"))));
    }
}
