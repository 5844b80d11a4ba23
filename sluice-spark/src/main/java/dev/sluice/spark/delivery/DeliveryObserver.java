package dev.sluice.spark.delivery;

/** Is told of each step of a delivery, in the delivering thread; to show what a crash leaves. */
public interface DeliveryObserver {
    DeliveryObserver NONE = new DeliveryObserver() {};

    default void before(DeliveryStep step) {}

    default void after(DeliveryStep step) {}
}
