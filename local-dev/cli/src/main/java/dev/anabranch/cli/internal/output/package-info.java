/** The output of commands: text, tables and JSON. */
@NullMarked
package dev.anabranch.cli.internal.output;

import org.jspecify.annotations.NullMarked;
