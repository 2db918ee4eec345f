/** The Lambda handler of tasks. */
@NullMarked
package dev.anabranch.runtime;

import org.jspecify.annotations.NullMarked;
