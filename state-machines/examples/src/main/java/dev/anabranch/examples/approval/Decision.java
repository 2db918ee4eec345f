package dev.anabranch.examples.approval;

import org.jspecify.annotations.Nullable;

/**
 * A decision on a document.
 *
 * @param approved whether the document is approved
 * @param open whether nobody has decided yet
 * @param comment a comment; null for none
 */
public record Decision(
        boolean approved, boolean open, @Nullable String comment) {

    /** Nobody has decided yet. */
    static final Decision OPEN = new Decision(false, true, null);

    /** Nobody has decided in time. */
    static final Decision ESCALATED = new Decision(false, false, "escalated");
}
