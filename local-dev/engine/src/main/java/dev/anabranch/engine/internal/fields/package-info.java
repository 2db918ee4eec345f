/**
 * The fields of a state, evaluated in the state's query language while the state runs.
 */
@NullMarked
package dev.anabranch.engine.internal.fields;

import org.jspecify.annotations.NullMarked;
