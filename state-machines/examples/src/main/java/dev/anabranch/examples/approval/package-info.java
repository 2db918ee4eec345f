/** The example {@code approval}: people approve documents, with a reminder and an escalation. */
@NullMarked
package dev.anabranch.examples.approval;

import org.jspecify.annotations.NullMarked;
