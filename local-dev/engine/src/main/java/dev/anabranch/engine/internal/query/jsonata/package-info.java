/** JSONata as Step Functions evaluates it. */
@NullMarked
package dev.anabranch.engine.internal.query.jsonata;

import org.jspecify.annotations.NullMarked;
