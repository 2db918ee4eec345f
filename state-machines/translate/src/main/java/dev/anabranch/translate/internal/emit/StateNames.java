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

/** Assigns names that are unique in the machine: to states, and, as valid identifiers, to variables and labels. */
final class StateNames {

    private final Space states = new Space(" ", StepFunctionsQuotas.STATE_NAME_CHARS, Set.of());
    private final Space labels = new Space("_", StepFunctionsQuotas.LABEL_CHARS, Set.of());
    private final Space variables = new Space("_", StepFunctionsQuotas.VARIABLE_NAME_CHARS, JsonataWriter.RESERVED);
    private final Map<String, String> nodes = new LinkedHashMap<>();

    /** The variables, by the number of Parallel states around the reader, a space, and the node. */
    private final Map<String, String> variableOf = new HashMap<>();

    /** Reserves the names of a graph's nodes. */
    StateNames(Graph graph) {
        graph.nodes().forEach(node -> state(node.id(), node.id()));
        graph.nodes().forEach(node -> variable(node.id(), 0));
    }

    /** Returns a unique name for a state: {@code preferred}, with a number if it is already used. */
    String state(String preferred) {
        return states.unique(preferred);
    }

    /** As {@link #state(String)}, for a state of the node {@code node}. */
    String state(String preferred, String node) {
        String name = state(preferred);
        nodes.put(name, node);
        return name;
    }

    /** Returns the node of each state, by the state's name. States that belong to no node are missing. */
    Map<String, String> nodes() {
        return nodes;
    }

    /** Returns a unique label of letters, digits and underscores. */
    String label(String preferred) {
        return labels.unique(identifier(preferred));
    }

    /**
     * Returns the variable for the result of a node. A branch has its own variables, because an inner scope must not
     * assign a variable of an outer one (https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html).
     */
    String variable(String node, int branchDepth) {
        return variableOf.computeIfAbsent(
                branchDepth + " " + node,
                key -> variables.unique(identifier(node) + (branchDepth == 0 ? "" : "_" + branchDepth)));
    }

    /** Returns the field for the result of a node in the input of another scope. */
    String field(String node) {
        return variable(node, 0);
    }

    /**
     * Returns an identifier of ASCII letters, digits and underscores that starts with a letter. A space becomes an
     * underscore, and any other character its code in hexadecimal.
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

    /** A namespace of unique names. */
    private static final class Space {
        private final String separator;
        private final int maxLength;
        private final Set<String> taken;
        /** The last number used for each preferred name, so that a repeated name is not tried again from 1. */
        private final Map<String, Integer> numbers = new HashMap<>();

        Space(String separator, int maxLength, Set<String> taken) {
            this.separator = separator;
            this.maxLength = maxLength;
            this.taken = new HashSet<>(taken);
        }

        String unique(String preferred) {
            String name = cut(preferred, maxLength);
            int number = numbers.getOrDefault(preferred, 1);
            while (!taken.add(name)) {
                String suffix = separator + ++number;
                name = cut(preferred, maxLength - suffix.length()) + suffix;
            }
            numbers.put(preferred, number);
            return name;
        }

        private static String cut(String text, int maxLength) {
            if (text.length() <= maxLength) {
                return text;
            }
            boolean splitsPair = Character.isHighSurrogate(text.charAt(maxLength - 1));
            return text.substring(0, splitsPair ? maxLength - 1 : maxLength);
        }
    }
}
