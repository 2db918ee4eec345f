/** The Lambda entry point of tasks. Only entry points know the types of Lambda. */
@NullMarked
package dev.anabranch.runtime;

import org.jspecify.annotations.NullMarked;
