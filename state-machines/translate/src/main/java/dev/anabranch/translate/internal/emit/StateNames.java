package dev.anabranch.translate.internal.emit;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.workflow.internal.graph.Graph;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Gives states names that are unique in the machine, and variables and labels names that their syntax allows. */
final class StateNames {

    private final Space states = new Space(" ", StepFunctionsQuotas.STATE_NAME_CHARS, Set.of());
    private final Space labels = new Space("_", StepFunctionsQuotas.LABEL_CHARS, Set.of());
    private final Space variables = new Space("_", StepFunctionsQuotas.VARIABLE_NAME_CHARS, JsonataWriter.RESERVED);
    private final Map<String, String> nodes = new LinkedHashMap<>();
    private final Map<Variable, String> variableOf = new HashMap<>();

    /** What a node returned, as the states see it that are in so many Parallel states of its scope. */
    private record Variable(String node, int branchDepth) {}

    /** Sets aside the names that the nodes of a graph shall have. */
    StateNames(Graph graph) {
        graph.nodes().forEach(node -> state(node.id(), node.id()));
        graph.nodes().forEach(node -> variable(node.id(), 0));
    }

    /** A state's name: the wish where it is free, else with a number. */
    String state(String wish) {
        return states.unique(wish);
    }

    /** As {@link #state(String)}, for a state that belongs to a node. */
    String state(String wish, String node) {
        String name = state(wish);
        nodes.put(name, node);
        return name;
    }

    /** The node that each state belongs to; a state that only holds the machine together is not among them. */
    Map<String, String> nodes() {
        return nodes;
    }

    /** A label: letters, digits and underscores. */
    String label(String wish) {
        return labels.unique(identifier(wish));
    }

    /**
     * The variable for what a node returned. An inner scope may not assign a variable of an outer one
     * (https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html), so a branch has its own.
     */
    String variable(String node, int branchDepth) {
        return variableOf.computeIfAbsent(
                new Variable(node, branchDepth),
                variable -> variables.unique(identifier(node) + (branchDepth == 0 ? "" : "_" + branchDepth)));
    }

    /** The field for what a node returned, where it is handed from scope to scope. */
    String field(String node) {
        return variable(node, 0);
    }

    /**
     * Letters, digits and underscores of ASCII, of which the first is a letter: a space becomes an underscore and anything else its
     * code in hexadecimal.
     */
    private static String identifier(String name) {
        StringBuilder identifier = new StringBuilder();
        name.codePoints().forEach(c -> {
            if (c < 128 && Character.isLetterOrDigit(c)) {
                identifier.appendCodePoint(c);
            } else if (c == ' ' || c == '_') {
                identifier.append('_');
            } else {
                identifier
                        .append("_x")
                        .append(Integer.toHexString(c).toLowerCase(Locale.ROOT))
                        .append('_');
            }
        });
        return Character.isLetter(identifier.charAt(0)) ? identifier.toString() : "n" + identifier;
    }

    /** Names of one kind, no two of them equal. */
    private static final class Space {
        private final String separator;
        private final int longest;
        private final Set<String> taken;
        /** The last number that each wish was given, so that the same wish many times is not looked for from the start. */
        private final Map<String, Integer> numbers = new HashMap<>();

        Space(String separator, int longest, Set<String> taken) {
            this.separator = separator;
            this.longest = longest;
            this.taken = new HashSet<>(taken);
        }

        String unique(String wish) {
            String name = cut(wish, longest);
            int number = numbers.getOrDefault(wish, 1);
            while (!taken.add(name)) {
                String suffix = separator + ++number;
                name = cut(wish, longest - suffix.length()) + suffix;
            }
            numbers.put(wish, number);
            return name;
        }

        private static String cut(String text, int longest) {
            if (text.length() <= longest) {
                return text;
            }
            boolean splitsPair = Character.isHighSurrogate(text.charAt(longest - 1));
            return text.substring(0, splitsPair ? longest - 1 : longest);
        }
    }
}
