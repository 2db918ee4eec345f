package dev.anabranch.workflow;

import java.util.Comparator;
import java.util.Objects;

/**
 * One thing wrong or noteworthy in a definition.
 *
 * @param id which rule found it; stable over versions
 * @param severity what follows from it
 * @param place where: the workflow, and the node where there is one
 * @param message what is so, as a sentence
 * @param fix what to do about it, as a sentence
 */
public record Finding(String id, Severity severity, Place place, String message, String fix)
        implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .thenComparing(finding -> finding.place().node())
            .thenComparing(Finding::id)
            .thenComparing(Finding::message);

    /** Refuses a finding without words. */
    public Finding {
        Objects.requireNonNull(place, "place");
        if (id.isBlank() || message.isBlank() || fix.isBlank()) {
            throw new IllegalArgumentException("A finding needs an id, a message and a fix.");
        }
    }

    /** What follows from a finding; the worst comes first. */
    public enum Severity {
        /** The workflow cannot be translated. */
        ERROR,
        /** It can, but it will likely not do what was meant. */
        WARNING,
        /** Worth knowing. */
        NOTE
    }

    /**
     * Where a finding is.
     *
     * @param workflow the name of the workflow
     * @param node the name of the node; empty where the finding is about the whole
     * @param line where in the sources it was defined, such as {@code LandCover.java:21}; empty where that is not known
     */
    public record Place(String workflow, String node, String line) {
        @Override
        public String toString() {
            String where = "workflow `" + workflow + "`" + (node.isEmpty() ? "" : ", node `" + node + "`");
            return line.isEmpty() ? where : where + " (" + line + ")";
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
