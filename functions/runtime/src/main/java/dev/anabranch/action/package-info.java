/**
 * The errors that state machines, records and failed runs name. The names of these classes are part of the wire format.
 */
@NullMarked
package dev.anabranch.action;

import org.jspecify.annotations.NullMarked;
