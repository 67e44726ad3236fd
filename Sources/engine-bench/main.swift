import CoreEngine
print(Tensor([1]) + Tensor([2]))
