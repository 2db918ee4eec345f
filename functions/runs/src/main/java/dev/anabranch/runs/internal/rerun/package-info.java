/** Planning a rerun: what is computed and what is adopted. */
@NullMarked
package dev.anabranch.runs.internal.rerun;

import org.jspecify.annotations.NullMarked;
