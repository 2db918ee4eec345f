/** The services of a Lambda process, and the tasks of Anabranch that need them. */
@NullMarked
package dev.anabranch.runs.internal.process;

import org.jspecify.annotations.NullMarked;
