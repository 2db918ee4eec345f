/** Reads the Java types of tasks and workflows, and the methods that method references refer to. */
@NullMarked
package dev.anabranch.workflow.internal.types;

import org.jspecify.annotations.NullMarked;
