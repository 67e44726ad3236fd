import CoreEngine

let digits = Digits()
let model = Sequential {
  Conv2D(1, 8, kernel: 3, padding: 1); ReLU(); MaxPool2D(2)
  Flatten(); Dense(128, 10)
}
fit(model, on: digits.train, epochs: 10, optimizer: SGD(learningRate: 0.1, momentum: 0.9))
print(accuracy(of: model, on: digits.test))
