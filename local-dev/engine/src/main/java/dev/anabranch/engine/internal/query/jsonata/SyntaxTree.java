package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.Parser;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node of the JSONata library's syntax tree. Most fields of the library's nodes are not public, so they are read by
 * reflection. All of them are looked up when this class is loaded, so that every test fails if a release of the library
 * renames a field.
 */
final class SyntaxTree {

    private static final Map<String, Field> FIELDS = fields();

    /** Fields that are references to other nodes of the tree and not children. */
    private static final Set<String> LINKS = Set.of("seekingParent", "slot", "ancestor", "nextFunction");

    private final Parser.Symbol symbol;

    private SyntaxTree(Parser.Symbol symbol) {
        this.symbol = symbol;
    }

    /** @throws com.dashjoin.jsonata.JException if the text is not an expression */
    static SyntaxTree parse(String expression) {
        return new SyntaxTree(new Parser().parse(expression));
    }

    /**
     * Returns the type of the node: path, name, variable, unary, binary, apply, function, lambda, condition, block,
     * bind and others.
     */
    String type() {
        return String.valueOf(read("type"));
    }

    /** Returns the name, operator or literal of the node. */
    String value() {
        return String.valueOf(read("value"));
    }

    List<SyntaxTree> children(String field) {
        List<SyntaxTree> found = new ArrayList<>();
        collect(read(field), found);
        return found;
    }

    /** Returns all children of the node. */
    List<SyntaxTree> all() {
        List<SyntaxTree> found = new ArrayList<>();
        for (String field : FIELDS.keySet()) {
            if (!LINKS.contains(field)) {
                collect(read(field), found);
            }
        }
        return found;
    }

    /**
     * Returns the variables to which a step binds its item and its index (<code>@$item</code>, <code>#$index</code>).
     */
    List<String> boundByStep() {
        List<String> names = new ArrayList<>();
        for (String field : List.of("focus", "index")) {
            Object name = read(field);
            if (name != null) {
                names.add(name instanceof Parser.Symbol step ? new SyntaxTree(step).value() : name.toString());
            }
        }
        return names;
    }

    private static void collect(@Nullable Object value, List<SyntaxTree> found) {
        if (value instanceof Parser.Symbol symbol) {
            found.add(new SyntaxTree(symbol));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> collect(element, found));
        } else if (value instanceof Parser.Symbol[] pair) {
            for (Parser.Symbol element : pair) {
                collect(element, found);
            }
        }
    }

    private @Nullable Object read(String name) {
        Field field = FIELDS.get(name);
        if (field == null) {
            throw new IllegalStateException("com.dashjoin:jsonata no longer has Parser.Symbol." + name);
        }
        try {
            return field.get(symbol);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Parser.Symbol." + name + " of com.dashjoin:jsonata cannot be read", e);
        }
    }

    private static Map<String, Field> fields() {
        Map<String, Field> fields = new HashMap<>();
        for (Field field : Parser.Symbol.class.getDeclaredFields()) {
            if (!field.isSynthetic() && !Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                fields.put(field.getName(), field);
            }
        }
        return fields;
    }
}
