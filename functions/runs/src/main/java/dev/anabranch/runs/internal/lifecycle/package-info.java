/** Starting, cancelling, rerunning, ending and deleting runs. */
@NullMarked
package dev.anabranch.runs.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
