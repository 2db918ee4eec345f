/**
 * Cold starts: a packaged function in a separate JVM, started by AWS's own Java runtime interface client against a runtime API in this
 * process, beside a handler that was written by hand.
 */
@NullMarked
package dev.anabranch.benchmarks.coldstart;

import org.jspecify.annotations.NullMarked;
