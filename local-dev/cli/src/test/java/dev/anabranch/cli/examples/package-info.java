/** The examples, run on the embedded cloud. */
@NullMarked
package dev.anabranch.cli.examples;

import org.jspecify.annotations.NullMarked;
