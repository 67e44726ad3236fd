import CoreEngine
import Glibc

func now() -> Double {
  var t = timespec()
  clock_gettime(CLOCK_MONOTONIC, &t)
  return Double(t.tv_sec) + Double(t.tv_nsec) * 1e-9
}
let t0 = now()
let mnist = MNIST()
print("load", now() - t0)
let model = Sequential {
  Conv2D(1, 6, kernel: 5, padding: 2)
  ReLU()
  MaxPool2D(2)
  Conv2D(6, 16, kernel: 5)
  ReLU()
  MaxPool2D(2)
  Flatten()
  Dense(400, 84)
  ReLU()
  Dense(84, 10)
}
let t1 = now()
let history = fit(
  model, on: mnist.train, validation: mnist.test, epochs: 5, batch: 64,
  optimizer: SGD(learningRate: 0.05, momentum: 0.9))
print(now() - t1, history)
print(model.parameters.map { "\($0.name) \($0.parameter.shape)" })
print(model.activations(for: mnist.test[3].image).map { "\($0.name) \($0.value.shape)" })
print(mnist.test[3].label, accuracy(of: model, on: mnist.test))
print(Tensor([[1, 2], [3, 4]]) * 2 + 0.5, Photograph.chelsea.shape, Digits().train.images.shape)
