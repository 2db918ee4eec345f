/** The history of an execution. Events are numbered and linked by the rules of AWS. */
@NullMarked
package dev.anabranch.engine.history;

import org.jspecify.annotations.NullMarked;
