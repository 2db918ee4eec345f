/**
 * Cold starts. AWS's Java runtime interface client starts a packaged function, or a hand-written handler, in a separate
 * JVM against a runtime API in this process.
 */
@NullMarked
package dev.anabranch.benchmarks.coldstart;

import org.jspecify.annotations.NullMarked;
