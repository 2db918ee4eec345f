package dev.anabranch.workflow.internal.check;

import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.regex.Pattern;

/** Names become state names, parts of keys and of paths. */
final class NameRules implements Checks.Rule {

    /** A workflow's name is that of its state machine, which has at most 80 characters, some of them ours. */
    private static final Pattern WORKFLOW = Pattern.compile("[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?");

    private static final Pattern NODE =
            Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N} _.()-]*[\\p{L}\\p{M}\\p{N})_])?");

    @Override
    public void check(Graph graph, FindingReport report) {
        if (!WORKFLOW.matcher(graph.workflow()).matches()) {
            report.error(
                    "workflow-name",
                    "the workflow's name must be 1 to 60 lower-case ASCII letters, digits and hyphens, and start and end with"
                            + " a letter or digit.",
                    "Override `name()`, or rename the class.");
        }
        for (Node node : graph.nodes()) {
            if (node.id().length() > Node.NAME_CHARS
                    || hasSurrogates(node.id())
                    || !NODE.matcher(node.id()).matches()) {
                report.error(
                        "node-name",
                        node,
                        "the name must be 1 to " + Node.NAME_CHARS
                                + " letters, digits, spaces and `_ . ( ) -`, and start with a letter or digit.",
                        "Give the node another name with `named(...)`.");
            }
            node.group()
                    .filter(group -> group.isBlank()
                            || group.length() > Node.NAME_CHARS
                            || group.chars().anyMatch(Character::isISOControl))
                    .ifPresent(group -> report.error(
                            "group-name",
                            node,
                            "the group's name must be 1 to " + Node.NAME_CHARS + " characters that can be seen.",
                            "Give the group another name, or leave `group(...)` out."));
        }
    }

    /** Names of states may not have them: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StateExitedEventDetails.html. */
    private static boolean hasSurrogates(String name) {
        return name.chars().anyMatch(c -> Character.isSurrogate((char) c));
    }
}
