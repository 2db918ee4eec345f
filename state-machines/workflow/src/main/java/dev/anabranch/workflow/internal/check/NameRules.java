package dev.anabranch.workflow.internal.check;

import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.regex.Pattern;

/** Checks the names of the workflow, nodes and groups, which become state names and parts of keys and paths. */
final class NameRules implements Checks.Rule {

    /** The name of a state machine has at most 80 characters: the workflow's name, a prefix and a suffix. */
    private static final Pattern WORKFLOW = Pattern.compile("[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?");

    private static final Pattern NODE =
            Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N} _.()-]*[\\p{L}\\p{M}\\p{N})_])?");

    @Override
    public void check(Graph graph, FindingReport report) {
        if (!WORKFLOW.matcher(graph.workflow()).matches()) {
            report.error(
                    "workflow-name",
                    "the workflow's name must have 1 to 60 lower-case ASCII letters, digits and hyphens, and must start and end"
                            + " with a letter or digit.",
                    "Override `name()` or rename the class.");
        }
        for (Node node : graph.nodes()) {
            if (node.id().length() > Node.NAME_CHARS
                    || hasSurrogates(node.id())
                    || !NODE.matcher(node.id()).matches()) {
                report.error(
                        "node-name",
                        node,
                        "the name must have 1 to " + Node.NAME_CHARS
                                + " letters, digits, spaces and `_ . ( ) -`, and must start with a letter or digit.",
                        "Set another name with `named(...)`.");
            }
            node.group()
                    .filter(group -> group.isBlank()
                            || group.length() > Node.NAME_CHARS
                            || group.chars().anyMatch(Character::isISOControl))
                    .ifPresent(group -> report.error(
                            "group-name",
                            node,
                            "the group's name must have 1 to " + Node.NAME_CHARS
                                    + " printable characters and must not be blank.",
                            "Choose another name or remove `group(...)`."));
        }
    }

    /**
     * State names must not have surrogate characters:
     * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StateExitedEventDetails.html.
     */
    private static boolean hasSurrogates(String name) {
        return name.chars().anyMatch(c -> Character.isSurrogate((char) c));
    }
}
