/** The errors that a state machine, a record and a failed run name: the names of these classes are part of the wire format. */
@NullMarked
package dev.anabranch.action;

import org.jspecify.annotations.NullMarked;
