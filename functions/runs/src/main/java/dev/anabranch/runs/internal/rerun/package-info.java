/** Plans reruns: which actions are computed and which results are adopted. */
@NullMarked
package dev.anabranch.runs.internal.rerun;

import org.jspecify.annotations.NullMarked;
