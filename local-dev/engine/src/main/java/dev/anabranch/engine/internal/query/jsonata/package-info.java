/** Evaluates JSONata as Step Functions does. */
@NullMarked
package dev.anabranch.engine.internal.query.jsonata;

import org.jspecify.annotations.NullMarked;
