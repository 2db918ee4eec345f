package dev.anabranch.workflow;

import java.util.Comparator;
import java.util.Objects;

/**
 * A problem or a remark that tracing or checking a definition found. The natural order is by severity (errors first),
 * node, id and message.
 *
 * @param id the id of the rule, such as {@code duplicate-name}; it does not change between versions
 * @param severity the severity
 * @param place the workflow, node and source line that it is about
 * @param message the problem, as a sentence
 * @param fix how to correct it, as a sentence
 */
public record Finding(String id, Severity severity, Place place, String message, String fix)
        implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .thenComparing(finding -> finding.place().node())
            .thenComparing(Finding::id)
            .thenComparing(Finding::message);

    /** Throws {@link IllegalArgumentException} if the id, the message or the fix is blank. */
    public Finding {
        Objects.requireNonNull(place, "place");
        if (id.isBlank() || message.isBlank() || fix.isBlank()) {
            throw new IllegalArgumentException("A finding needs an id, a message and a fix.");
        }
    }

    /** The severity of a finding, worst first. */
    public enum Severity {
        /** The workflow cannot be translated. */
        ERROR,
        /** The workflow can be translated, but probably does not do what was intended. */
        WARNING,
        /** A remark; no change is needed. */
        NOTE
    }

    /**
     * The place that a finding is about.
     *
     * @param workflow the name of the workflow
     * @param node the name of the node; empty if the finding is about the whole workflow
     * @param line the source line, such as {@code LandCover.java:21}; empty if it is not known
     */
    public record Place(String workflow, String node, String line) {

        private static final int MOST_CHARS = 200;
        private static final int SHOWN_CHARS = 80;

        @Override
        public String toString() {
            String where = "workflow `" + cut(workflow) + "`" + (node.isEmpty() ? "" : ", node `" + cut(node) + "`");
            return line.isEmpty() ? where : where + " (" + line + ")";
        }

        /** Returns a name of usual length as it is; an invalid one can be of any length. */
        private static String cut(String name) {
            return name.length() <= MOST_CHARS
                    ? name
                    : name.substring(0, name.offsetByCodePoints(0, SHOWN_CHARS)) + "...";
        }
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return severity + " " + id + " at " + place + ": " + message + " " + fix;
    }
}
